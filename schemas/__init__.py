"""What the product's data is: ids, errors and frozen pydantic models; imports nothing of the product."""
