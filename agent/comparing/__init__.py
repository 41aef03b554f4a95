"""Two libraries, weeks, models or prompts ─▶ what differs: papers, fields, claims, tags.

`sides` gathers what each says of its papers, `changes` compares, `report` writes markdown.
"""
