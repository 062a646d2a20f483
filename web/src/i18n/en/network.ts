/** The page « Réseau de la salle ». */
export const network: Record<string, string> = {
  "Réseau de la salle – Combiné": "The room's network – Combiné",
  "Réseau de la salle": "The room's network",
  "À ouvrir depuis un poste de la salle d'épreuve, sur son réseau, avec un casque branché. Dix secondes suffisent ; rien n'est enregistré.":
    "To be opened at a desk of the exam room, on its network, with a headset plugged in. Ten seconds are enough; nothing is recorded.",
  "Appels à la fois dans cette salle": "Calls at a time in this room",
  "Vérifier le réseau": "Check the network",
  "Vérifier de nouveau": "Check again",
  "Micro…": "Microphone…",
  "Son des appels…": "Sound of calls…",
  "Débit…": "Bandwidth…",
  Bon: "Good",
  "À surveiller": "To be watched",
  "À corriger": "To be put right",
  "Ce qui a été trouvé": "What was found",
  "Le serveur ne répond pas depuis cette salle. Vérifiez l'adresse et le câble, puis recommencez.":
    "The server does not answer from this room. Check the address and the cable, then try again.",
  Micro: "Microphone",
  "Un micro répond : {label}.": "A microphone answers: {label}.",
  "Le navigateur refuse le micro.": "The browser refuses the microphone.",
  "Aucun micro n'est branché.": "No microphone is plugged in.",
  "Le micro est pris par un autre logiciel.": "Another program has the microphone.",
  "Cette adresse n'est pas sûre : le navigateur cache le micro.":
    "This address is not secure: the browser hides the microphone.",
  "Autorisez le micro pour ce site (cadenas de la barre d'adresse), puis recommencez.":
    "Allow the microphone for this site (padlock of the address bar), then try again.",
  "Branchez un casque, puis recommencez.": "Plug in a headset, then try again.",
  "Fermez l'autre logiciel (visioconférence, enregistreur), puis recommencez.":
    "Close the other program (video call, recorder), then try again.",
  "Ouvrez Combiné par son adresse https.": "Open Combiné at its https address.",
  "Son des appels (UDP)": "Sound of calls (UDP)",
  "Le son passe directement, en UDP.": "Sound passes directly, over UDP.",
  "Le son passe directement, en UDP : {ms} ms aller-retour.": "Sound passes directly, over UDP: {ms} ms round trip.",
  "Le son passe en UDP, mais lentement : {ms} ms aller-retour.":
    "Sound passes over UDP, but slowly: {ms} ms round trip.",
  "Préférez un câble au Wi-Fi ; au-delà de {most} ms, on se coupe la parole.":
    "Prefer a cable to Wi-Fi; beyond {most} ms people talk over each other.",
  "Le son passe, mais pas en UDP ({protocol}) : une perte le fera attendre.":
    "Sound passes, but not over UDP ({protocol}): a loss will make it wait.",
  "Faites ouvrir l'UDP entre cette salle et le serveur : les ports sont dans le guide informatique.":
    "Have UDP opened between this room and the server: the ports are in the IT guide.",
  "L'UDP direct est fermé ; le son passera par le relais.": "Direct UDP is shut; sound will pass through the relay.",
  "Cela suffit. L'UDP ouvert entre cette salle et le serveur coûterait moins de délai.":
    "That is enough. UDP open between this room and the server would cost less delay.",
  "Le son ne passe pas entre cette salle et le serveur.": "Sound does not pass between this room and the server.",
  "Faites ouvrir l'UDP vers le serveur, ou réglez un relais TURN : voir le guide informatique.":
    "Have UDP to the server opened, or set up a TURN relay: see the IT guide.",
  "Relais (TURN)": "Relay (TURN)",
  "Aucun relais n'est réglé, et cette salle s'en passe.": "No relay is set up, and this room does without.",
  "Aucun relais n'est réglé, et cette salle en aurait besoin.": "No relay is set up, and this room would need one.",
  "Réglez un relais TURN : voir le guide informatique.": "Set up a TURN relay: see the IT guide.",
  "Le relais répond : le son y passe.": "The relay answers: sound passes through it.",
  "Le relais répond, mais refuse ce que Combiné lui présente.":
    "The relay answers, but refuses what Combiné presents to it.",
  "Le relais est réglé mais ne répond pas depuis cette salle.": "A relay is set but does not answer from this room.",
  "Le relais répond, mais n'atteint pas le serveur de Combiné.":
    "The relay answers, but does not reach Combiné's server.",
  "Donnez le même secret au relais et à Combiné, vérifiez l'heure des deux machines, puis redémarrez-les : voir le guide informatique.":
    "Give the relay and Combiné the same secret, check the time of both machines, then restart them: see the IT guide.",
  "Faites vérifier son adresse, et ouvrir son port (3478, UDP et TCP) entre cette salle et lui : voir le guide informatique.":
    "Have its address checked, and its port (3478, UDP and TCP) opened between this room and it: see the IT guide.",
  "Sur le relais, autorisez l'adresse du serveur et ouvrez ses ports UDP entre les deux : voir le guide informatique.":
    "On the relay, allow the server's address and open its UDP ports between the two: see the IT guide.",
  "Le relais est réglé mais rien n'y passe depuis cette salle.":
    "The relay is set up but nothing passes through it from this room.",
  "Faites vérifier son adresse, son secret et le pare-feu : voir le guide informatique.":
    "Have its address, its secret and the firewall checked: see the IT guide.",
  Débit: "Bandwidth",
  "Le débit n'a pas pu être mesuré : un transfert a été coupé.": "Bandwidth could not be measured: a transfer was cut.",
  "Recommencez ; si cela dure, un filtre coupe les transferts d'un mégaoctet.":
    "Try again; if it lasts, a filter cuts transfers of a megabyte.",
  "{down} Mbit/s en réception, {up} Mbit/s à l'envoi": "{down} Mbit/s down, {up} Mbit/s up",
  " : assez pour {n} appels à la fois._one": ": enough for {n} call.",
  " : assez pour {n} appels à la fois._other": ": enough for {n} calls at a time.",
  " : {n} appels à la fois, pour {calls} prévus._one": ": {n} call at a time, for {calls} planned.",
  " : {n} appels à la fois, pour {calls} prévus._other": ": {n} calls at a time, for {calls} planned.",
  "Préférez le câble, évitez les téléchargements pendant l'épreuve, ou répartissez les postes.":
    "Prefer a cable, avoid downloads during the exam, or spread the desks.",
};
