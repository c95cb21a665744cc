"""What the launcher says: one clear sentence each time, in French, or in English on demand."""

from __future__ import annotations

import os
import sys

SENTENCES: dict[str, tuple[str, str]] = {
    "address": (
        "Préau répond à l’adresse {url} (Ctrl-C pour arrêter).",
        "Préau answers at {url} (Ctrl-C to stop).",
    ),
    "already_running": (
        "Préau tourne déjà dans ce dossier (processus {pid})\u00a0: arrêtez-le d’abord.",
        "Préau already runs from this folder (process {pid}): stop it first.",
    ),
    "tests_running": (
        "Des tests tournent déjà dans ce dossier (processus {pid})\u00a0: attendez leur fin.",
        "Tests already run from this folder (process {pid}): wait for them to end.",
    ),
    "bare_kept": (
        "Cette base a été créée sans démonstration\u00a0: elle reste sans démonstration.",
        "This database was created without the demo: it stays without the demo.",
    ),
    "foreign_sites": (
        "Cette base contient déjà des collectivités\u00a0: la démonstration n’y est pas installée.",
        "This database already holds authorities: the demo is not installed there.",
    ),
    "bench_list": (
        "Bancs de mesure\u00a0: {names}. Exemple\u00a0: ./preau bench {first}",
        "Benchmarks: {names}. Example: ./preau bench {first}",
    ),
    "bench_unknown": (
        "Aucun banc de mesure de ce nom. Bancs de mesure\u00a0: {names}.",
        "No benchmark of that name. Benchmarks: {names}.",
    ),
    "browser_installing": (
        "Installation de Chromium pour les tests de navigateur…",
        "Installing Chromium for the browser tests…",
    ),
    "browser_missing": (
        "Chromium manque\u00a0: demandez à l’administrateur "
        "«\u00a0apt-get install chromium\u00a0», ou sautez les tests de navigateur avec "
        "PREAU_ALLOW_NO_BROWSER=1.",
        "Chromium is missing: ask the administrator for “apt-get install chromium”, "
        "or skip browser tests with PREAU_ALLOW_NO_BROWSER=1.",
    ),
    "checks_failed": ("Vérifications en échec\u00a0: {names}.", "Failed checks: {names}."),
    "child_died": (
        "Le processus «\u00a0{name}\u00a0» s’est arrêté tout seul (code {code})\u00a0: "
        "tout est arrêté.",
        "The “{name}” process stopped by itself (code {code}): everything is stopped.",
    ),
    "child_restarted": (
        "Le processus «\u00a0{name}\u00a0» s’est arrêté (code {code})\u00a0: "
        "nouvel essai dans {seconds}\u00a0s.",
        "The “{name}” process stopped (code {code}): trying again in {seconds} s.",
    ),
    "database_failed": (
        "La base de données ne démarre pas\u00a0: {reason} (voir {log}).",
        "The database does not start: {reason} (see {log}).",
    ),
    "database_refused": (
        "La base de données a refusé\u00a0: {reason}",
        "The database refused: {reason}",
    ),
    "database_creating": ("Création de la base de données…", "Creating the database…"),
    "database_external": (
        "La base est celle de DATABASE_URL\u00a0: le lanceur ne la démarre ni ne l’arrête.",
        "The database is that of DATABASE_URL: the launcher neither starts nor stops it.",
    ),
    "database_started": ("La base de données est démarrée.", "The database is started."),
    "database_stopped": ("La base de données est arrêtée.", "The database is stopped."),
    "database_not_running": (
        "La base de données ne tournait pas.",
        "The database was not running.",
    ),
    "database_dumped": ("Sauvegarde écrite dans {path}.", "Backup written to {path}."),
    "database_restored": ("Base restaurée depuis {path}.", "Database restored from {path}."),
    "restore_needs_empty": (
        "Une sauvegarde se restaure dans une base vide, et celle-ci ne l’est pas\u00a0: "
        "voyez docs/operations.md.",
        "A backup is restored into an empty database, and this one is not: see docs/operations.md.",
    ),
    "database_version": (
        "Les données de {path} viennent de PostgreSQL {found}, les programmes installés sont en "
        "{expected}\u00a0: restaurez une sauvegarde (docs/operations.md).",
        "The data in {path} comes from PostgreSQL {found}, the installed programs are {expected}: "
        "restore a backup (docs/operations.md).",
    ),
    "disk_full": (
        "Il reste {free}\u00a0Mo sur le disque de {path}\u00a0: il en faut {needed}.",
        "{free} MB are left on the disk of {path}: {needed} are needed.",
    ),
    "disk_full_during": (
        "Le disque de {path} est plein\u00a0: libérez de la place et recommencez.",
        "The disk of {path} is full: make room and try again.",
    ),
    "folder_read_only": (
        "Le dossier {path} ne peut pas être écrit par {user}.",
        "The folder {path} cannot be written by {user}.",
    ),
    "installing": (
        "Installation des composants (une minute environ la première fois)…",
        "Installing the components (about a minute the first time)…",
    ),
    "install_failed": (
        "L’installation des composants a échoué\u00a0: {reason} (voir {log}).",
        "Installing the components failed: {reason} (see {log}).",
    ),
    "method_unknown": (
        "PREAU_PG_METHOD={name} n’est pas possible ici (unshare, setpriv ou debian).",
        "PREAU_PG_METHOD={name} is not possible here (unshare, setpriv or debian).",
    ),
    "network_missing": (
        "Pas de réseau\u00a0: la première installation doit télécharger les composants "
        "(voir {log}).",
        "No network: the first installation has to download the components (see {log}).",
    ),
    "no_binaries": (
        "Aucun PostgreSQL utilisable\u00a0: installez le paquet postgresql ou donnez DATABASE_URL.",
        "No usable PostgreSQL: install the postgresql package or give DATABASE_URL.",
    ),
    "no_venv": (
        "Python ne sait pas créer d’environnement ici\u00a0: demandez à l’administrateur "
        "«\u00a0apt-get install python3-venv\u00a0».",
        "Python cannot create an environment here: ask the administrator for "
        "“apt-get install python3-venv”.",
    ),
    "path_too_long": (
        "Le dossier privé {path} appartient à quelqu’un d’autre\u00a0: supprimez-le.",
        "The private folder {path} belongs to somebody else: remove it.",
    ),
    "port_taken": (
        "Le port {port} est déjà pris\u00a0: arrêtez l’autre programme ou choisissez-en un autre, "
        "par exemple «\u00a0./preau run --port {other}\u00a0».",
        "Port {port} is already in use: stop the other program or choose another one, "
        "for example “./preau run --port {other}”.",
    ),
    "port_forbidden": (
        "Le port {port} est refusé par le système\u00a0: choisissez-en un au-dessus de 1023.",
        "Port {port} is refused by the system: choose one above 1023.",
    ),
    "preparation_failed": (
        "L’étape «\u00a0{step}\u00a0» a échoué (code {code})\u00a0: rien n’est servi.",
        "The step “{step}” failed (code {code}): nothing is served.",
    ),
    "preparing": ("Préparation de la base…", "Preparing the database…"),
    "reset_needs_demo": (
        "--reset-demo n’efface que la base embarquée d’une démonstration\u00a0: "
        "celle-ci n’en est pas une.",
        "--reset-demo only erases the embedded database of a demo: this one is not.",
    ),
    "role_failed": (
        "Le rôle de l’application n’a pas pu être créé avec DATABASE_URL\u00a0: {reason} "
        "Donnez un rôle CREATEROLE, ou DATABASE_URL (application) et DATABASE_OWNER_URL.",
        "The application’s role could not be created with DATABASE_URL: {reason} "
        "Give a CREATEROLE role, or DATABASE_URL (application) and DATABASE_OWNER_URL.",
    ),
    "secrets_missing": (
        "Le fichier {path} manque ou est illisible alors que la base existe\u00a0: remettez-le "
        "depuis une sauvegarde.",
        "The file {path} is missing or unreadable although the database exists: put it back "
        "from a backup.",
    ),
    "seeding": (
        "Installation des villes de démonstration…",
        "Installing the demo cities…",
    ),
    "stale_lock": (
        "La base s’était arrêtée brutalement\u00a0: son verrou périmé est retiré.",
        "The database had stopped abruptly: its stale lock is removed.",
    ),
    "orphans": (
        "D’anciens processus PostgreSQL ({pids}) occupent encore {path}\u00a0: "
        "attendez ou arrêtez-les.",
        "Old PostgreSQL processes ({pids}) still occupy {path}: wait or stop them.",
    ),
    "stopped": ("Tout est arrêté.", "Everything is stopped."),
    "stopping": ("Arrêt…", "Stopping…"),
    "web_silent": (
        "Le serveur web n’a pas répondu en {seconds}\u00a0s\u00a0: tout est arrêté.",
        "The web server did not answer within {seconds} s: everything is stopped.",
    ),
    "usage": (
        """Usage\u00a0: ./preau VERBE [options]

  run [--port 8000] [--host 127.0.0.1] [--no-demo] [--reset-demo]
                    tout installer, démarrer et servir
  test [-- OPTIONS] tout vérifier (options et chemins passés à pytest)
  check             vérifications sans base\u00a0: ruff, imports, types
  count FICHIER     dépouiller un fichier .pb ou une archive publiée
  verify ARCHIVE    vérifier une archive de scrutin ou d’enquête publique
  ceremony ACTE     clés d’une urne scellée\u00a0: make, test, join, open
  seed              villes de démonstration
  import-edition    reprendre une édition passée
  import-debate     prendre un débat tenu ailleurs dans une consultation
  site create|list|suspend|resume|export|archive|import|delete
                    les collectivités de cette installation
  bench [NOM]       bancs de mesure
  shell, manage …   commandes Django
  db start|stop|psql|dump FICHIER|restore FICHIER""",
        """Usage: ./preau VERB [options]

  run [--port 8000] [--host 127.0.0.1] [--no-demo] [--reset-demo]
                    install, start and serve everything
  test [-- OPTIONS] check everything (options and paths go to pytest)
  check             checks without a database: ruff, imports, types
  count FILE        count a .pb file or a published bundle
  verify BUNDLE     verify the bundle of a vote or a public inquiry
  ceremony ACT      keys of a sealed box: make, test, join, open
  seed              demo cities
  import-edition    bring in a past edition
  import-debate     bring a debate held elsewhere into a consultation
  site create|list|suspend|resume|export|archive|import|delete
                    the authorities of this installation
  bench [NAME]      benchmarks
  shell, manage …   Django commands
  db start|stop|psql|dump FILE|restore FILE""",
    ),
}


def sentence(key: str, **values: object) -> str:
    """The sentence for ``key``, in French unless PREAU_LANG starts with « en »."""
    french, english = SENTENCES[key]
    text = english if os.environ.get("PREAU_LANG", "").startswith("en") else french
    return text.format(**values)


def say(key: str, **values: object) -> None:
    """Write one sentence on the standard output, at once."""
    sys.stdout.write(sentence(key, **values) + "\n")
    sys.stdout.flush()


class Stop(Exception):
    """The launcher cannot go on; its text is the one sentence the person reads."""

    def __init__(self, key: str, *, exit_code: int = 1, **values: object) -> None:
        super().__init__(sentence(key, **values))
        self.key = key
        self.exit_code = exit_code
