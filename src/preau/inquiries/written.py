"""The dossier by theme as a text to go on writing in: OpenDocument and Office, in constant memory."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable, Iterator
from typing import IO
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from .models import Inquiry, Observation, Point, Theme

CHUNK = 1000
ODT = "application/vnd.oasis.opendocument.text"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: A level of heading (0 for a paragraph) and its words.
Block = tuple[int, str]


def dossier_blocks(inquiry: Inquiry, *, has_analysis: bool) -> Iterator[Block]:
    """What starts the minutes, the reply and the report: what was said, the answer, the analysis.

    Only who conducts the inquiry has the analysis: the others read it in the report.
    """
    total = Observation.objects.filter(inquiry=inquiry, is_late=False).count()
    yield 1, inquiry.step.process.title
    yield 0, inquiry.purpose
    yield 0, _("%(n)s observations reçues.") % {"n": total}
    if not total:
        yield 0, _("Le public n’a formulé aucune observation.")
    for theme in Theme.objects.filter(inquiry=inquiry):
        yield 2, theme.title
        yield from _points(theme)
        written = [(_("Réponse du responsable du projet"), theme.answer)]
        if has_analysis:
            written.append((_("Analyse du commissaire enquêteur"), theme.analysis))
        for label, words in written:
            yield 3, label
            yield 0, words or "…"


def _points(theme: Theme) -> Iterator[Block]:
    points = Point.objects.filter(theme=theme).select_related("observation")
    for one in points.order_by("observation__number", "order").iterator(chunk_size=CHUNK):
        yield 0, f"n°\u00a0{one.observation.ref}\u00a0: {one.text}"
        if one.answer:
            yield 0, _("Réponse à ce point\u00a0: %(words)s") % {"words": one.answer}


_ODT_START = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
    "<office:body><office:text>"
)
_ODT_END = "</office:text></office:body></office:document-content>"
_ODT_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest'
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODT}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def write_odt(inquiry: Inquiry, *, has_analysis: bool = False) -> IO[bytes]:
    """The dossier as an OpenDocument text."""
    parts = {"META-INF/manifest.xml": _ODT_MANIFEST}
    blocks = dossier_blocks(inquiry, has_analysis=has_analysis)
    return _packed(blocks, ODT, parts, "content.xml", (_ODT_START, _ODT_END), _odt_block)


def write_docx(inquiry: Inquiry, *, has_analysis: bool = False) -> IO[bytes]:
    """The dossier as an Office text, its headings in the styles of the programme."""
    blocks = dossier_blocks(inquiry, has_analysis=has_analysis)
    return _packed(blocks, "", _DOCX_PARTS, "word/document.xml", _DOCX_FRAME, _docx_block)


def _packed(
    blocks: Iterator[Block],
    mimetype: str,
    parts: dict[str, str],
    body: str,
    frame: tuple[str, str],
    block: Callable[[int, str], str],
) -> IO[bytes]:
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype, zipfile.ZIP_STORED)
        for name, words in parts.items():
            archive.writestr(name, words)
        with archive.open(body, "w", force_zip64=True) as content:
            content.write(frame[0].encode())
            for level, words in blocks:
                content.write(block(level, _clean(words)).encode())
            content.write(frame[1].encode())
    file.seek(0)
    return file


def _clean(words: str) -> str:
    """Words without the signs that XML cannot hold."""
    return "".join(sign for sign in words if sign >= " " or sign == "\n")


def _odt_block(level: int, words: str) -> str:
    if level:
        return f'<text:h text:outline-level="{level}">{escape(words)}</text:h>'
    return "".join(f"<text:p>{escape(line)}</text:p>" for line in words.split("\n"))


_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_DOCX_FRAME = (
    f'{_XML}<w:document xmlns:w="{_WORD}"><w:body>',
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="709"'
    ' w:footer="709" w:gutter="0"/></w:sectPr></w:body></w:document>',
)
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DOCX_PARTS = {
    "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_MAIN}.styles+xml"/></Types>',
    "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
    f' Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/_rels/document.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "word/styles.xml": f'{_XML}<w:styles xmlns:w="{_WORD}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:sz w:val="22"/><w:lang w:val="fr-FR"/></w:rPr></w:rPrDefault></w:docDefaults>'
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>'
        f'<w:pPr><w:keepNext/><w:spacing w:before="240" w:after="120"/><w:outlineLvl w:val="{level - 1}"/>'
        f'</w:pPr><w:rPr><w:b/><w:sz w:val="{40 - 6 * level}"/></w:rPr></w:style>'
        for level in (1, 2, 3)
    )
    + "</w:styles>",
}


def _docx_block(level: int, words: str) -> str:
    style = f'<w:pPr><w:pStyle w:val="Heading{level}"/></w:pPr>' if level else ""
    return "".join(
        f'<w:p>{style}<w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
        for line in words.split("\n")
    )


#: How each format is written, and its kind.
FORMATS: dict[str, tuple[Callable[..., IO[bytes]], str]] = {
    "odt": (write_odt, ODT),
    "docx": (write_docx, DOCX),
}
