"""The report in the reader's language: one list of parts for the page, the paper and the workbook."""
