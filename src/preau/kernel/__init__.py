"""Stone: small pure pieces every floor may use. No models, no HTTP."""
