"""Reports for the people in the room: one page as data, written as HTML, Markdown, Word, PDF and Excel."""
