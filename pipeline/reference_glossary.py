"""The glossary: each term with its definition, from the catalogue of both languages."""

from outlast.present.display.terms import terms


def page() -> str:
    """Return the page of the glossary."""
    english, chinese = terms("en"), terms("zh")
    lines = [
        "# Glossary",
        "",
        "The terms of answers, pages and reports. `outlast glossary TERM` shows one of them.",
        "",
        "| Term | Definition | 中文 | 定义 |",
        "|--|--|--|--|",
    ]
    for key in sorted(english, key=lambda each: english[each].name.casefold()):
        one, other = english[key], chinese[key]
        lines.append(f'| <a id="{key}"></a>{one.name} | {one.text} | {other.name} | {other.text} |')
    return "\n".join(lines) + "\n"
