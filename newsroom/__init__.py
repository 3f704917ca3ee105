"""The project, and what both apps stand on. Imports neither of them."""
