"""What stands around a page in Word: paper, styles, language, footer and properties, and no name or time."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

from docx.document import Document as WordFile
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph as WordParagraph

from fasmodell.report import words_files as w
from fasmodell.report.characters import fit_property
from fasmodell.scales import Language

LANGUAGE_TAGS: Final = {"sv": "sv-SE", "en": "en-GB"}
_SIDE: Final = 22  # millimetres at each side of the text
# Parts that the empty file brings along, and that tell of another program and another day.
_FOREIGN: Final = (
    RELATIONSHIP_TYPE.THUMBNAIL,
    RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
    RELATIONSHIP_TYPE.CUSTOM_XML,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
)


def prepare_page(word: WordFile, title: str, language: Language) -> None:
    """Make an empty Word file one of this program's: A4, its styles, its language, a footer with page numbers."""
    tag = LANGUAGE_TAGS[language]
    _set_styles(word, tag)
    _set_settings(word, tag)
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(_SIDE)
    section.top_margin, section.bottom_margin = Mm(22), Mm(22)
    section.header_distance = section.footer_distance = Mm(11)
    _add_footer(section.footer.paragraphs[0], title, language)
    properties = word.core_properties
    properties.title, properties.language = fit_property(title), tag
    properties.author = properties.comments = ""
    core = word.part.package.core_properties._element
    for name in ("dcterms:created", "dcterms:modified"):
        core.remove(core.find(qn(name)))
    for relations in (word.part.package.rels, word.part.rels):
        for name, relation in list(relations.items()):
            if relation.reltype in _FOREIGN:
                del relations[name]


def _set_styles(word: WordFile, tag: str) -> None:
    styles = word.styles.element
    for old in list(styles):
        styles.remove(old)
    text = files("fasmodell.report").joinpath("document_styles.xml").read_text(encoding="utf-8")
    for style in list(parse_xml(text.encode())):
        styles.append(style)
    for mark in styles.iter(qn("w:lang")):
        mark.set(qn("w:val"), tag)
        mark.set(qn("w:eastAsia"), tag)


def _set_settings(word: WordFile, tag: str) -> None:
    settings = word.settings.element
    for old in list(settings):
        settings.remove(old)
    mode = '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    for xml in (
        f'<w:zoom {nsdecls("w")} w:percent="100"/>',
        f"<w:autoHyphenation {nsdecls('w')}/>",
        f"<w:compat {nsdecls('w')}>{mode}</w:compat>",
        f'<w:themeFontLang {nsdecls("w")} w:val="{tag}"/>',
    ):
        settings.append(parse_xml(xml))


def _add_footer(paragraph: WordParagraph, title: str, language: Language) -> None:
    paragraph.style = "footer"
    paragraph.add_run(f"{title}\t{w.PAGE.to(language)} ")
    _add_field(paragraph, "PAGE")
    paragraph.add_run(f" {w.PAGE_OF.to(language)} ")
    _add_field(paragraph, "NUMPAGES")


def _add_field(paragraph: WordParagraph, name: str) -> None:
    run = "<w:r><w:t>1</w:t></w:r>"
    paragraph._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{name}">{run}</w:fldSimple>'))
