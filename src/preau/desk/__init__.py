"""Web shell: the frame of the back office, inbox, processes, journal, search."""
