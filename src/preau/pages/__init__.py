"""Assembly: the site's own structure: theme and blocks of its pages."""
