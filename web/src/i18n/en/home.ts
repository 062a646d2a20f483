/** English words of the first page and of the sign-in. */
export const home: Record<string, string> = {
  "Créer le premier compte": "Create the first account",
  "Cette installation est neuve. Son premier compte est celui du responsable de session, qui crée les autres.":
    "This installation is new. Its first account is that of the session lead, who makes the others.",
  "Code de premier démarrage": "First-start code",
  "Affiché au démarrage dans le terminal du serveur, ou dans son journal.":
    "Shown at the start in the server's terminal, or in its journal.",
  "Prénom et nom": "First and last name",
  "Lettres sans accent, chiffres, points ou tirets : c.delmas, par exemple.":
    "Unaccented letters, digits, dots or hyphens: c.delmas, for example.",
  "10 caractères au moins ; trois ou quatre mots sans rapport entre eux, par exemple.":
    "At least 10 characters; three or four unrelated words, for example.",
  "Création…": "Creating…",
  "Essayer, seul ou à deux": "Try it, alone or in pairs",
  Séance: "Session",
  "Entraînement : trois échanges simples": "Practice: three simple exchanges",
  "Examen : les six échanges du titre": "Exam: the six exchanges of the title",
  "Ouvrir le poste du candidat": "Open the trainee's desk",
  "Ouvrir le poste du jury": "Open the jury's desk",
  "Ou entrer comme :": "Or come in as:",
  "second juré": "second juror",
  formateur: "trainer",
  "responsable de session": "session lead",
  "Une personne de l'équipe à la fois par navigateur : pour un second juré en même temps, ouvrez cette page dans une fenêtre privée.":
    "One staff member at a time per browser: for a second juror at the same time, open this page in a private window.",
  "Un appel et un chat, en cinq étapes": "A call and a chat, in five steps",
  Recommencer: "Start again",
  "(fait)": "(done)",
  "C'est fait. Au poste du jury, « Réécouter » rejoue l'appel et le chat.":
    "Done. At the jury's desk, “Listen again” plays the call and the chat.",
  "Ouvrez les deux postes": "Open both desks",
  "Autorisez le micro dans chacun des deux onglets, avec un casque.":
    "Allow the microphone in each of the two tabs, with a headset.",
  "Appelez le candidat": "Call the trainee",
  "Onglet du jury : échange 1, « Démarrer ». Le poste du candidat sonne.":
    "Jury's tab: exchange 1, “Start”. The trainee's desk rings.",
  "Répondez et parlez": "Answer and speak",
  "Onglet du candidat : « Répondre ». Au jury, un chiffre choisit un critère, + ou − pose un repère.":
    "Trainee's tab: “Answer”. At the jury's, a digit picks a criterion, + or − places a mark.",
  "Raccrochez et qualifiez": "Hang up and qualify",
  "Le candidat choisit motif, statut et suite, puis « Terminer l'échange ».":
    "The trainee picks reason, status and follow-up, then “Finish the exchange”.",
  "Passez au chat": "Go on to the chat",
  "Onglet du jury : échange 2, « Démarrer », puis écrivez comme le client.":
    "Jury's tab: exchange 2, “Start”, then write as the customer.",
  "Le téléphone et le chat d'un centre de relation client, pour apprendre et pour l'examen.":
    "The telephone and chat of a customer service centre, to learn and for the exam.",
  "Le candidat traite six échanges ; le jury joue les clients, écoute et note ; tout se réécoute.":
    "The trainee handles six exchanges; the jury plays the customers, listens and marks; all of it can be heard again.",
  "Se connecter": "Sign in",
  "Vous avez un code ou un compte ?": "Do you have a code or an account?",
  "Ouvrir mon poste de candidat": "Open my trainee's desk",
  "Me connecter à l'équipe": "Sign in as staff",
  "Je suis candidat": "I am a trainee",
  "J'ai un code de poste": "I have a desk code",
  "Je fais partie de l'équipe": "I am staff",
  "Jury, formateur, responsable de session": "Jury, trainer, session lead",
  "Se connecter – Combiné": "Sign in – Combiné",
  "Équipe : se connecter": "Staff: sign in",
  Identifiant: "Login",
  "Mot de passe": "Password",
  "Vérification…": "Checking…",
  "Mot de passe oublié ? Le responsable de session peut en donner un nouveau.":
    "Forgotten password? The session lead can give a new one.",
  "Je joue les clients d'un camarade (entraînement)": "I play a fellow trainee's customers (practice)",
  "Code de partenaire": "Partner code",
  Ouvrir: "Open",
};
