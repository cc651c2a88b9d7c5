"""The wheel holds what the repository holds and nothing else, and works where `src` is out of the way."""

import os
import shutil
import subprocess
import sys
import venv
from email.parser import Parser
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[1]
BUNDLED = ("rules", "knowledge_base", "examples", "schemas", "docs/codes")
EXAMPLE = "bjorkdalen.yaml"

pytestmark = pytest.mark.xdist_group("packaging")


def run(*command: str | Path, cwd: Path) -> bytes:
    """Return what the command writes to stdout; fail with all it wrote when it does not exit with 0."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "FASMODELL_"))}
    done = subprocess.run(
        command, check=False, cwd=cwd, env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=300
    )
    told = (done.stdout + done.stderr).decode("utf-8", "replace")
    assert done.returncode == 0, f"{command} exited with {done.returncode}:\n{told}"
    return done.stdout


def files_below(folder: Path, prefix: str) -> dict[str, bytes]:
    """Return the content of every file below the folder, by its path in the wheel; caches and hidden files left out."""
    paths = {path: path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    return {
        f"{prefix}/{inside.as_posix()}": path.read_bytes()
        for path, inside in paths.items()
        if not any(part.startswith(".") or part == "__pycache__" for part in inside.parts)
    }


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sdist, and from it the wheel, so that what the sdist lacks the wheel lacks too."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def clean_environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an environment that holds the wheel and its declared dependencies alone."""
    folder = tmp_path_factory.mktemp("clean") / "venv"
    venv.create(folder, with_pip=False)
    python = executable(folder, "python")
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", wheel, cwd=folder)
    return folder


def executable(environment: Path, name: str) -> Path:
    found = shutil.which(name, path=os.pathsep.join(str(environment / folder) for folder in ("bin", "Scripts")))
    assert found is not None, f"no `{name}` in {environment}"
    return Path(found)


def test_the_wheel_holds_every_file_of_the_repository_and_nothing_else(wheel: Path) -> None:
    expected = files_below(ROOT / "src" / "fasmodell", "fasmodell")
    for name in BUNDLED:
        folder = files_below(ROOT / name, f"fasmodell/_bundled/{name}")
        assert folder, f"{name}/ is empty"
        expected |= folder
    with ZipFile(wheel) as archive:
        held = {name: archive.read(name) for name in archive.namelist() if ".dist-info/" not in name}
    assert sorted(held) == sorted(expected)
    assert [name for name, content in expected.items() if held[name] != content] == []


def test_the_wheel_has_the_package_and_its_metadata_at_the_top_and_no_launcher(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = archive.namelist()
    project, version, _ = wheel.name.split("-", 2)
    assert {name.split("/")[0] for name in names} == {"fasmodell", f"{project}-{version}.dist-info"}
    assert "cli.py" not in names


def test_the_wheel_needs_three_packages_and_no_compiler(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        (metadata,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        requirements = Parser().parsestr(archive.read(metadata).decode("utf-8")).get_all("Requires-Dist", [])
    always = [requirement for requirement in requirements if "extra ==" not in requirement]
    assert sorted(requirement.split(">=")[0].lower() for requirement in always) == ["click", "pydantic", "pyyaml"]


def test_the_installed_package_is_the_one_that_is_imported(clean_environment: Path, tmp_path: Path) -> None:
    python = executable(clean_environment, "python")
    place = run(python, "-c", "import fasmodell; print(fasmodell.__file__)", cwd=tmp_path).decode().strip()
    assert Path(place).is_relative_to(clean_environment)


def test_the_installed_command_tells_its_usage(clean_environment: Path, tmp_path: Path) -> None:
    usage = run(executable(clean_environment, "fasmodell"), "--help", cwd=tmp_path)
    assert b"recommend" in usage


def test_the_installed_command_answers_as_the_checkout_does(clean_environment: Path, tmp_path: Path) -> None:
    (profile,) = clean_environment.rglob(f"fasmodell/_bundled/examples/{EXAMPLE}")
    installed = run(executable(clean_environment, "fasmodell"), "recommend", profile, cwd=tmp_path)
    checkout = run(sys.executable, ROOT / "cli.py", "recommend", profile, cwd=tmp_path)
    assert installed.strip()
    assert installed == checkout


def test_the_installed_command_explains_codes_and_writes_the_schemas_of_its_files(
    clean_environment: Path, tmp_path: Path
) -> None:
    command = executable(clean_environment, "fasmodell")
    page = run(command, "explain-code", "FM104", cwd=tmp_path)
    assert page == (ROOT / "docs" / "codes" / "FM104.md").read_bytes()
    schema = run(command, "schema", "rules", cwd=tmp_path)
    assert schema == (ROOT / "schemas" / "rules.schema.json").read_bytes()
