"""Every mail of the platform, as an editor of the site knows it."""
