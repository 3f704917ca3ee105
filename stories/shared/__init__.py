"""The page behind a shared address. Readers get there by a link that they were given, or never."""
