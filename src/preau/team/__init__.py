"""Who works in the back office: invited, given roles with their scope, let go."""
