"""Stone: design tokens, components, icons, gallery."""
