"""The command line for the local web page and the HTTP API."""

from __future__ import annotations

import contextlib
import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fasmodell.cli import language_option, rule_base_of
from fasmodell.diagnostics import FasmodellError
from fasmodell.scales import Language
from fasmodell.yaml_source import read_text

if TYPE_CHECKING:
    from fasmodell.web.serving import Origin

_MISSING = "the web page and the HTTP API need the extra `web`: pip install 'fasmodell[web]'"
_NO_TOKEN = (
    "{host} can be reached from other machines, so a token is needed: give a file with --token-file, or set "
    "FASMODELL_TOKEN"
)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; others need a token.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that answer.")
@click.option("--token-file", type=click.Path(dir_okay=False, path_type=Path), help="File with the token to ask for.")
@click.option(
    "--allow-host", "names", multiple=True, metavar="NAME", help="A name that the server is called by, as by a proxy."
)
@click.option("--open", "opens", is_flag=True, help="Open the page in a browser.")
@language_option
@click.pass_context
def serve(
    context: click.Context,
    host: str,
    port: int,
    workers: int,
    token_file: Path | None,
    names: tuple[str, ...],
    opens: bool,
    lang: Language,
) -> None:
    """
    Open the local web page, and the HTTP API below /v1 with its description at /v1/docs.

    Nothing is stored but what you save yourself. Ctrl-C ends it. With another --host than this machine's own it
    demands a token, at least 16 characters long, from --token-file or from the environment variable FASMODELL_TOKEN.

    \b
    Example: fasmodell serve --port 8080
    """
    try:
        from fasmodell.web.hosts import is_loopback
        from fasmodell.web.served import Settings
        from fasmodell.web.serving import listening, shown
        from fasmodell.web.serving import serve as serve_on
    except ModuleNotFoundError as error:
        raise FasmodellError(_MISSING) from error
    token = _token(token_file)
    if token is None and not is_loopback(host):
        raise click.BadParameter(_NO_TOKEN.format(host=host), param_hint="--host")
    rule_base_of(context)  # what is wrong with it is told here and once, not by every worker
    try:
        bound = listening(host, port)
    except FasmodellError as error:
        raise click.UsageError(str(error)) from None
    settings = Settings(host, bound.getsockname()[1], token, tuple(name.lower() for name in names))
    address = shown(host, settings.port)
    click.echo(f"serving on {address} (Ctrl-C ends it)", err=True)
    if opens:
        click.launch(address)
    # A command lives for a moment and collects no garbage; a server does.
    gc.enable()
    with bound, contextlib.suppress(KeyboardInterrupt):
        serve_on(_origin(context), settings, lang, bound, workers)


def _token(file: Path | None) -> str | None:
    """The token to ask for: the first line of a file, otherwise what FASMODELL_TOKEN says; None for none."""
    from fasmodell.web.sign_in import LEAST_TOKEN

    where, written = "FASMODELL_TOKEN", os.environ.get("FASMODELL_TOKEN", "")
    if file is not None:
        where, (text, problems) = "--token-file", read_text(file)
        if text is None:
            raise click.BadParameter(f"{file}: {problems[0].message}", param_hint=where)
        written = text.partition("\n")[0]
    elif not written:
        return None
    token = written.strip()
    if len(token) < LEAST_TOKEN or not all("!" <= char <= "~" for char in token):
        message = f"a token is at least {LEAST_TOKEN} letters, digits and signs of ASCII, without blanks"
        raise click.BadParameter(message, param_hint=where)
    return token


def _origin(context: click.Context) -> Origin:
    from fasmodell.web.serving import Origin

    options = context.find_root().obj
    return Origin(options["rules"], options["knowledge"], options["base"], options["cache"])
