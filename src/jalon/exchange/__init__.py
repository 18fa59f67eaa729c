"""Files in and out: workbooks, tables and exchange formats, read into facts and written from them. No Django here."""
