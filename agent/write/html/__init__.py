"""`Digest` ─▶ one HTML file that needs no network and no script; a script in it adds search, facets and order."""
