"""The steps that a library takes from nothing to what it is now; `cache.tables` takes those that one has missed."""

_PAPERS = """
CREATE TABLE page (name TEXT PRIMARY KEY, first_read TEXT NOT NULL, readings INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE abstract (id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, text TEXT NOT NULL);
CREATE TABLE paper (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, title TEXT NOT NULL, abstract INTEGER NOT NULL REFERENCES abstract,
  authors TEXT NOT NULL, venue TEXT NOT NULL, date TEXT NOT NULL, has_code INTEGER NOT NULL, text_hash TEXT NOT NULL,
  first_seen TEXT NOT NULL, abstract_first_seen TEXT NOT NULL, baseline INTEGER NOT NULL, json TEXT NOT NULL,
  card TEXT NOT NULL DEFAULT '', words TEXT NOT NULL DEFAULT '');
CREATE INDEX paper_cardless ON paper (name) WHERE card = '';
CREATE INDEX paper_date ON paper (date);
CREATE INDEX paper_first_seen ON paper (first_seen);
CREATE INDEX paper_abstract_first_seen ON paper (abstract_first_seen);
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, page TEXT NOT NULL, position INTEGER NOT NULL,
  abstract INTEGER NOT NULL REFERENCES abstract, first_seen TEXT NOT NULL, reading INTEGER NOT NULL,
  paper INTEGER REFERENCES paper, json TEXT NOT NULL);
CREATE INDEX entry_page ON entry (page, reading);
CREATE INDEX entry_paper ON entry (paper);
CREATE TABLE block (key INTEGER, entry INTEGER, PRIMARY KEY (key, entry)) WITHOUT ROWID;
CREATE TABLE sketch (key INTEGER, entry INTEGER, PRIMARY KEY (key, entry)) WITHOUT ROWID;
CREATE TABLE alias (alias TEXT, entry INTEGER, PRIMARY KEY (alias, entry)) WITHOUT ROWID;
CREATE TABLE possibly_same (one TEXT, other TEXT, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE TABLE outcome (
  text_hash TEXT NOT NULL, engine TEXT NOT NULL, version TEXT NOT NULL, kind TEXT NOT NULL, at TEXT NOT NULL,
  json TEXT NOT NULL, PRIMARY KEY (text_hash, engine));
CREATE TABLE tag (
  kind TEXT, value TEXT, paper INTEGER, label TEXT NOT NULL, PRIMARY KEY (kind, value, paper)) WITHOUT ROWID;
CREATE INDEX tag_paper ON tag (paper);
"""

_SEARCH = """
CREATE VIEW searched AS SELECT paper.id AS id, title, abstract.text AS abstract, authors, words
  FROM paper JOIN abstract ON abstract.id = paper.abstract;
CREATE VIRTUAL TABLE search USING fts5 (
  title, abstract, authors, words, content='searched', content_rowid='id', tokenize='porter unicode61');
INSERT INTO search (search) VALUES ('rebuild');
"""

# `unmerged` names entries that came, went or returned since their papers were made. `label` counts every way in which
# a tag is written, `tally` every tag, `tallied` the tags of a kind. Triggers keep them, so that whoever adds or removes
# a tag cannot forget to. A venue is found as a tag is.
_SIZE = """
CREATE TABLE unmerged (entry INTEGER PRIMARY KEY);
INSERT INTO unmerged SELECT id FROM entry WHERE paper IS NULL;

INSERT OR IGNORE INTO tag SELECT 'venue', folded(venue), id, venue FROM paper WHERE venue != '';
CREATE TABLE label (
  kind TEXT, value TEXT, label TEXT, papers INTEGER NOT NULL, PRIMARY KEY (kind, value, label)) WITHOUT ROWID;
INSERT INTO label SELECT kind, value, label, count(*) FROM tag GROUP BY kind, value, label;
CREATE TABLE tally (
  kind TEXT, value TEXT, label TEXT NOT NULL, papers INTEGER NOT NULL, PRIMARY KEY (kind, value)) WITHOUT ROWID;
INSERT INTO tally SELECT kind, value, min(label), sum(papers) FROM label GROUP BY kind, value;
CREATE INDEX tally_most ON tally (kind, papers DESC, value);
CREATE TABLE tallied (kind TEXT PRIMARY KEY, tags INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO tallied SELECT kind, count(*) FROM tally GROUP BY kind;

CREATE TRIGGER tag_added AFTER INSERT ON tag BEGIN
  INSERT INTO label VALUES (new.kind, new.value, new.label, 1) ON CONFLICT DO UPDATE SET papers = papers + 1;
  INSERT INTO tally VALUES (new.kind, new.value, new.label, 1)
    ON CONFLICT DO UPDATE SET papers = papers + 1, label = min(label, excluded.label);
END;
CREATE TRIGGER tag_removed AFTER DELETE ON tag BEGIN
  UPDATE label SET papers = papers - 1 WHERE kind = old.kind AND value = old.value AND label = old.label;
  DELETE FROM label WHERE kind = old.kind AND value = old.value AND label = old.label AND papers = 0;
  UPDATE tally SET papers = papers - 1, label = coalesce(
    (SELECT min(label.label) FROM label WHERE label.kind = old.kind AND label.value = old.value), label)
    WHERE kind = old.kind AND value = old.value;
  DELETE FROM tally WHERE kind = old.kind AND value = old.value AND papers = 0;
END;
CREATE TRIGGER tag_changed BEFORE UPDATE ON tag BEGIN
  SELECT raise(ABORT, 'a tag is added and removed, never changed');
END;
CREATE TRIGGER tally_added AFTER INSERT ON tally BEGIN
  INSERT INTO tallied VALUES (new.kind, 1) ON CONFLICT DO UPDATE SET tags = tags + 1;
END;
CREATE TRIGGER tally_removed AFTER DELETE ON tally BEGIN
  UPDATE tallied SET tags = tags - 1 WHERE kind = old.kind;
END;

DROP INDEX paper_date;
DROP INDEX paper_first_seen;
DROP INDEX paper_abstract_first_seen;
CREATE INDEX paper_newest ON paper (date DESC, name);
CREATE INDEX paper_code ON paper (date DESC, name) WHERE has_code;
CREATE INDEX paper_late ON paper (first_seen) WHERE NOT baseline;
CREATE INDEX paper_updated ON paper (abstract_first_seen) WHERE abstract_first_seen > first_seen;
CREATE INDEX paper_unplaced ON paper (date, first_seen) WHERE baseline AND length(date) < 10;
"""

STEPS = (_PAPERS, _SEARCH, _SIZE)
"""Every library has taken a prefix of these steps; a new one takes them all."""
