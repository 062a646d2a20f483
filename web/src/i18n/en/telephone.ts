/** English words of « Mon téléphone » and its guides (whose text stays French). */
export const telephone: Record<string, string> = {
  "Mon téléphone": "My telephone",
  "Mon téléphone…": "My telephone…",
  "Un téléphone de bureau ou une application peut sonner à la place du navigateur. L'écran garde la fiche du client, les repères et les commandes.":
    "A desk phone or an application may ring instead of the browser. The screen keeps the customer's card, the marks and the controls.",
  "Parler par un téléphone…": "Speak over a telephone…",
  Téléphones: "Telephones",
  "Les téléphones ne sont pas activés sur cette installation.": "Telephones are not switched on in this installation.",
  "Tout se fait dans le navigateur, avec un casque : rien ne manque.":
    "All is done in the browser, with a headset: nothing is missing.",
  "Pour employer Linphone, MicroSIP ou un téléphone de bureau, demandez au responsable informatique : il les active avec COMBINE_SIP=true (guide du service informatique, « Les téléphones »).":
    "To use Linphone, MicroSIP or a desk phone, ask the IT person: COMBINE_SIP=true switches them on (IT guide, “Les téléphones”).",
  "Ouverture…": "Opening…",
  "Client casque": "Headset client",
  "Le téléphone dans un terminal, pour les salles où le navigateur n'a pas droit au micro. Cette page reste ouverte à côté.":
    "The telephone in a terminal, for rooms where the browser may not use the microphone. This page stays open beside it.",
  "Afficher un code": "Show a code",
  "Un autre code": "Another code",
  "Valable {n} minutes, une seule fois. À taper dans le client casque, avec l'adresse {address}._one":
    "Good for {n} minute, once. To type into the headset client, with the address {address}.",
  "Valable {n} minutes, une seule fois. À taper dans le client casque, avec l'adresse {address}._other":
    "Good for {n} minutes, once. To type into the headset client, with the address {address}.",
  "En ce moment": "Just now",
  "Téléphones indisponibles": "Telephones unavailable",
  "Le serveur des téléphones ne répond pas.": "The telephones' server does not answer.",
  "Prévenez le responsable informatique. En attendant, le navigateur sonne.":
    "Tell the IT person. Meanwhile the browser rings.",
  "Aucun téléphone enregistré": "No telephone registered",
  "Réglez-en un avec le code ou les données de cette page : il apparaît ici tout seul, en quelques secondes.":
    "Set one up with the code or the data of this page: it appears here by itself, within seconds.",
  "En attendant, le navigateur sonne.": "Meanwhile the browser rings.",
  Enregistré: "Registered",
  "depuis {time}": "since {time}",
  "Arrêter l'essai": "Stop the try",
  "Faire sonner mes téléphones": "Ring my telephones",
  "Faire sonner mon téléphone": "Ring my telephone",
  "Un appel est en cours : essayez une fois raccroché.": "A call is under way: try once it is over.",
  "Il sonne, vous décrochez, vous parlez : votre voix revient une seconde plus tard.":
    "It rings, you pick up, you speak: your voice comes back a second later.",
  "Guide du service informatique, « Les téléphones » : ports UDP du son.":
    "IT guide, “Les téléphones”: UDP ports of the sound.",
  "Ça sonne : décrochez et parlez.": "It rings: pick up and speak.",
  "Décroché. Parlez : aucun son n'est encore arrivé.": "Picked up. Speak: no sound has arrived yet.",
  "Votre voix arrive au serveur : vous devez l'entendre revenir. Raccrochez quand vous voulez.":
    "Your voice reaches the server: you should hear it come back. Hang up when you like.",
  "Essai réussi : votre téléphone sonne et le son passe.": "It works: your telephone rings and the sound passes.",
  "Décroché, mais aucun son n'est arrivé : le réseau bloque sans doute le son (UDP). Prévenez le responsable informatique.":
    "Picked up, but no sound arrived: the network probably blocks it (UDP). Tell the IT person.",
  "Personne n'a décroché. Vérifiez la sonnerie du téléphone, puis recommencez.":
    "Nobody picked up. Check the telephone's bell, then try again.",
  "Essai arrêté.": "Try stopped.",
  Téléphone: "Telephone",
  "Le navigateur": "The browser",
  "La page sonne et répond, avec le casque de ce poste.": "The page rings and answers, with this desk's headset.",
  "Le téléphone": "The telephone",
  "Lui seul sonne ; l'écran garde la fiche et les commandes.":
    "It alone rings; the screen keeps the card and the controls.",
  "Les deux": "Both",
  "Le premier qui décroche a l'appel, l'autre cesse de sonner.":
    "The first to answer has the call, the other stops ringing.",
  "Ce qui sonne quand un appel arrive": "What rings when a call comes",
  "Sans téléphone enregistré, le navigateur sonne à sa place.":
    "Without a registered telephone the browser rings instead.",
  "Autrement pour une séance": "Otherwise for one session",
  "Comme ci-dessus ({what})": "As above ({what})",
  "Régler un téléphone": "Set a telephone up",
  "Ces données serviront dès que les téléphones seront de nouveau disponibles.":
    "These will serve as soon as telephones are available again.",
  "Code QR de réglage pour Linphone": "QR code that sets Linphone up",
  "Linphone : « Scanner un code QR ». Valable une heure, pour vous seul.":
    "Linphone: “Scan a QR code”. Good for an hour, for you alone.",
  "Adresse SIP": "SIP address",
  "Serveur (domaine)": "Server (domain)",
  Port: "Port",
  Transport: "Transport",
  " ou ": " or ",
  "Cette installation n'accepte que les téléphones de cette machine (127.0.0.1). Pour un téléphone du réseau, le responsable informatique règle COMBINE_SIP_HOST.":
    "This installation takes telephones of this machine only (127.0.0.1). For one of the network, the IT person sets COMBINE_SIP_HOST.",
  Guides: "Guides",
  "Une page pour chaque téléphone": "A page for each telephone",
  "Cacher le mot de passe": "Hide the password",
  "Afficher le mot de passe": "Show the password",
  Cacher: "Hide",
  Afficher: "Show",
  "Copier : {what}": "Copy: {what}",
  "Copié ✓": "Copied ✓",
  Copier: "Copy",
  "Linphone (mobile, ordinateur)": "Linphone (mobile, computer)",
  "MicroSIP (Windows)": "MicroSIP (Windows)",
  "Autre téléphone de bureau": "Other desk phone",
  Yealink: "Yealink",
  Grandstream: "Grandstream",
  "Zoiper (mobile, ordinateur)": "Zoiper (mobile, computer)",
  "À vérifier": "To be checked",
  "Ou composez *43 sur le téléphone : il s'entend, et cette page dit son codec, ses pertes et son délai.":
    "Or dial *43 on the telephone: it hears itself, and this page says its codec, loss and delay.",
  "Nouveau mot de passe": "New password",
  "Déconnecter tous mes téléphones": "Sign all my telephones out",
  "L'ancien mot de passe ne sert plus : chaque téléphone est à régler de nouveau.":
    "The former password is good no more: each telephone has to be set up again.",
  "Ce guide n'existe pas.": "There is no such guide.",
  "Sur le téléphone : {name}": "On the telephone: {name}",
  "Votre voix est coupée ici : le client ne vous entend pas.":
    "Your voice is cut here: the customer does not hear you.",
  "Attente, micro et fin d'appel : à l'écran ou sur l'appareil.":
    "Hold, microphone and hanging up: on the screen or on the device.",
  "Votre téléphone sonne : décrochez.": "Your telephone rings: pick it up.",
  "Votre téléphone sonne aussi : décrochez, ou répondez ici.": "Your telephone rings too: pick it up, or answer here.",
  "Votre téléphone sonne aussi": "Your telephone rings too",
  "Votre téléphone sonne : décrochez, l'appel partira aussitôt.":
    "Your telephone rings: pick it up and the call goes out at once.",
  "Le navigateur n'a pas de son : seul le téléphone sonne et répond.":
    "The browser has no sound: the telephone alone rings and answers.",
  "Téléphone : {name}": "Telephone: {name}",
  "Son et téléphone": "Sound and telephone",
  "Mon téléphone : {name}": "My telephone: {name}",
  "Parle au téléphone": "Speaks on a telephone",
  "Tél. {name}": "Tel. {name}",
  "le navigateur sonne": "the browser rings",
  "lui seul sonne": "it alone rings",
  "sonne avec le navigateur": "rings with the browser",
  "Parle au téléphone : {name}": "Speaks on the telephone: {name}",
  "Téléphone attendu, non enregistré": "Telephone expected, not registered",
  Ouverts: "Open",
  "{host}, port {port}, {transports}": "{host}, port {port}, {transports}",
  Standard: "Exchange",
  "Mots de passe essayés": "Passwords tried",
  Rouvrir: "Let off",
  "Écoute : {number}": "Listening: {number}",

  "Écouter un appel en silence": "Listen to a call in silence",
  "Code du jour": "Today's code",
  "De ce téléphone, composez *1 et le numéro du poste (écran du jury, page de la séance), puis ce code après le signal : vous entendez les deux voix, personne ne vous entend.":
    "From this telephone, dial *1 and the place's number (jury's screen, session's page), then this code after the signal: you hear both voices, nobody hears you.",
  "Numéro au standard": "Number at the exchange",
  "Les appels de Combiné sonnent aussi sur ce poste du centre.":
    "Calls of Combiné ring on this telephone of the centre as well.",
  "Laissez vide pour ne faire sonner aucun poste du centre.": "Leave it empty to let no telephone of the centre ring.",
  "Poste {number} : indiqué par le formateur.": "Telephone {number}: set by the trainer.",
  Enregistrer: "Save",
  "Numéro enregistré ✓": "Number saved ✓",
};
