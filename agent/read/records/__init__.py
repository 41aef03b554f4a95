"""Files that hold records (bibliographies, feeds, answers of servers): text -> records -> papers, problems named."""
