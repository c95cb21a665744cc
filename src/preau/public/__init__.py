"""Web shell: the frame of the public site, home, process page, sign-in, « mon espace »."""
