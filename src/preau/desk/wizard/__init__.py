"""A new process, question after question; what was answered waits in the session."""
