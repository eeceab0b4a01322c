"""Designs and nodes made from others: inference designs, quick starts, examples, drafts."""
