"""What the system refused, in French: it says so in the language of its own settings, English where it has none."""

import errno

WORDS = {
    errno.ENOENT: "il n’existe pas",
    errno.ENOTDIR: "un fichier tient la place d’un dossier",
    errno.EISDIR: "c’est un dossier",
    errno.EEXIST: "il existe déjà",
    errno.ENOTEMPTY: "le dossier n’est pas vide",
    errno.EACCES: "le droit manque",
    errno.EPERM: "le droit manque",
    errno.EROFS: "le disque est en lecture seule",
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "le quota de ce compte est atteint",
    errno.EIO: "le disque ne répond plus",
    errno.EMFILE: "trop de fichiers sont ouverts",
    errno.ENAMETOOLONG: "le nom est trop long",
    errno.ELOOP: "des liens tournent en rond",
    errno.EADDRINUSE: "ce port est déjà pris",
    errno.EADDRNOTAVAIL: "cette adresse n’est pas de cette machine",
    errno.ENETUNREACH: "le réseau est hors d’atteinte",
    errno.EHOSTUNREACH: "cette machine est hors d’atteinte",
    errno.ECONNREFUSED: "la connexion est refusée",
    errno.ETIMEDOUT: "rien ne répond",
}


def why(error: OSError) -> str:
    """A few words without a capital or a full stop; the system's own where we have none."""
    return WORDS.get(error.errno or 0) or error.strerror or str(error)
