"""Sheets on paper: PDF by reportlab (BSD), the extra `personae[export]`."""

from personae.adapters.papers.pdf import sheet_pdf

__all__ = ["sheet_pdf"]
