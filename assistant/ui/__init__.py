"""Pages and components: they show what the service gives and hold no rules."""
