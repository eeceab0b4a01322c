"""The live preview and runs of module drafts."""
