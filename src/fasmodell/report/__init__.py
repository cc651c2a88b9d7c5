"""Reports: the pictures, documents and ways of writing that a municipality can lay before those who decide."""
