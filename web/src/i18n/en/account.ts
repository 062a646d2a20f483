/** English words of one's own account, of the people's accounts and of guessing at the door. */
export const account: Record<string, string> = {
  "Mon compte": "My account",
  "Mon compte : {name}": "My account: {name}",
  "Changer mon mot de passe": "Change my password",
  "Mot de passe actuel": "Current password",
  "Nouveau mot de passe (10 caractères au moins)": "New password (at least 10 characters)",
  "Nouveau mot de passe, encore une fois": "New password, once more",
  "Les deux saisies du nouveau mot de passe diffèrent. Retapez-les.":
    "The new password was typed in two ways. Type it again.",
  "Changer le mot de passe": "Change the password",
  "Mot de passe changé. Vos autres connexions sont fermées ; vos téléphones sont à régler de nouveau, avec « Mon téléphone ».":
    "Password changed. Your other sign-ins are closed; set your telephones up again, with “My telephone”.",
  "Trois ou quatre mots sans rapport entre eux se retiennent bien et se devinent mal.":
    "Three or four unrelated words are easy to keep and hard to guess.",
  "Second facteur": "Second factor",
  Activé: "On",
  "{n} codes de secours restants_one": "{n} recovery code left",
  "{n} codes de secours restants_other": "{n} recovery codes left",
  "Retirer le second facteur": "Remove the second factor",
  "Facultatif. À chaque connexion, en plus du mot de passe, les six chiffres qu'affiche une application d'authentification sur votre téléphone.":
    "Optional. At each sign-in, besides the password, the six figures that an authenticator application shows on your telephone.",
  "Activer un second facteur": "Set up a second factor",
  "Scannez ce code avec votre application d'authentification, puis entrez les six chiffres qu'elle affiche.":
    "Scan this code with your authenticator application, then enter the six figures that it shows.",
  "Code QR du second facteur": "QR code of the second factor",
  "Sans appareil photo, tapez cette clé dans l'application :": "Without a camera, type this key into the application:",
  "Les six chiffres": "The six figures",
  Confirmer: "Confirm",
  "Notez ces codes de secours, chacun sert une fois si vous n'avez pas votre téléphone. Ils ne seront plus affichés.":
    "Write these recovery codes down: each serves once when you have no telephone. They will not be shown again.",
  "Code de l'application, ou code de secours": "Code of the application, or a recovery code",
  "Essais de connexion": "Attempts to sign in",
  "Quelqu'un se trompe ou devine : ses essais sont ralentis, personne d'autre n'est gêné. « Rouvrir » lui permet de réessayer tout de suite.":
    "Somebody mistypes or guesses: their attempts are slowed, nobody else is held up. “Reopen” lets them try again at once.",
  "un appareil connu": "a known device",
  "{n} essais faux_one": "{n} wrong attempt",
  "{n} essais faux_other": "{n} wrong attempts",
  "{n} refusés_one": "{n} refused",
  "{n} refusés_other": "{n} refused",
  Rouvrir: "Reopen",
  "Depuis un mois": "In the last month",
  "identifiant inconnu": "unknown login",
  "Identifiant inconnu": "Unknown login",
  "Codes de poste": "Desk codes",
  "{name} : second facteur": "{name}: second factor",
  "Modifier…": "Change…",
  "Modifier le compte de {name}": "Change the account of {name}",
  Rôles: "Roles",
  "Changer les rôles": "Change the roles",
  "Rôles changés.": "Roles changed.",
  "Mot de passe changé. Cette personne est déconnectée partout.":
    "Password changed. This person is signed out everywhere.",
  "Son mot de passe seul ouvrira.": "Their password alone will open.",
  "Oui, retirer": "Yes, remove it",
  "Second facteur retiré.": "Second factor removed.",
  "Retirer le second facteur…": "Remove the second factor…",
  "Compte fermé.": "Account closed.",
};
