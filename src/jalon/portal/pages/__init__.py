"""Page builders: from what the Reader gives to frozen page models. One page, one module."""
