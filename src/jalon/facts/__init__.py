"""Facts: frozen, versioned documents; what a part of a Release says. Imports only `jalon.methods`."""
