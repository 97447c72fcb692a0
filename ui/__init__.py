"""What pages share; with pages the only code that imports streamlit."""
