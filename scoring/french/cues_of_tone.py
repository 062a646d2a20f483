"""Turns of phrase that soothe, serve, brush off, blame or press; and what customers say of it. On folded text."""

from .cues import Cue

EMPATHY = Cue("empathy", (
    r"je (?:vous )?(?:comprends|entends|concois|imagine)", r"je (?:suis|me sens) (?:vraiment |sincerement |tellement )?(?:desolee?|navree?|confuse?)",
    r"(?:toutes |nos |mes )?(?:mes|nos) (?:sinceres )?(?:excuses|condoleances)", r"je (?:vous )?(?:prie de m excuser|regrette)", r"desolee?",
    r"vous avez (?:bien |tout a fait |mille fois )?raison", r"a votre place", r"ce n est pas normal", r"c est pas normal", r"ce n est pas acceptable",
    r"il y a de quoi", r"c est (?:bien |tout a fait )?(?:normal|legitime|penible|rageant|agacant|contrariant|penalisant|stressant|inquietant|piegeux)",
    r"ca (?:surprend|fait beaucoup|inquiete|agace|peut inquieter)", r"(?:l )?erreur (?:vient|est) de (?:notre|chez nous)", r"notre (?:erreur|faute)",
    r"c est (?:de )?notre (?:fait|responsabilite|faute|erreur)", r"on aurait du", r"nous aurions du", r"j aurais du", r"ca ne devrait pas", r"oh la",
    r"bon courage", r"prenez (?:bien )?soin", r"reposez vous", r"ne vous inquietez pas", r"rassurez vous", r"je (?:tiens a vous |vous )?rassure", r"ah mince",
    r"(?:quelle|une) (?:journee|semaine|situation|epreuve)", r"ca a du etre", r"votre (?:colere|inquietude|deception|agacement|prudence)",
    r"tant mieux", r"felicitations", r"chouette", r"je suis (?:heureuse?|ravie?|contente?)", r"bon (?:retablissement|anniversaire|voyage|train|vol)",
))  # fmt: skip
OWNING = Cue("owning", (
    r"je m en (?:occupe|charge)", r"je (?:vais )?(?:regarde|verifie|consulte|cherche|recherche|ouvre|lance|note|suis|suivrai|reviens|reste|transmets)",
    r"je (?:vous|le|la|l|les) (?:envoie|rappelle|prepare|reserve|inscris|mets|fais|remets|rembourse|propose|adresse|accompagne|guide|tiens|aide|ecris)",
    r"je (?:fais|le fais|la fais) (?:remonter|le necessaire)", r"nous allons", r"on va (?:regarder|voir|trouver|faire|demeler|arranger)", r"comptez sur (?:moi|nous)",
    r"je vous (?:ai )?(?:ecoute|prends)", r"tout de suite", r"jusqu au bout", r"avec vous", r"ensemble",
))  # fmt: skip
COURTESY = Cue("courtesy", (
    r"s il vous plait", r"svp", r"je vous (?:en )?prie", r"merci", r"avec plaisir", r"volontiers", r"bien sur", r"excusez moi", r"pardon",
    r"bonne? (?:journee|soiree|fin|week|apres|continuation|vacances|dimanche|dejeuner|route|installation|nuit)", r"bel(?:le)?s? (?:journee|soiree|nuits?|installation)",
    r"permettez", r"je vous remercie", r"a bientot", r"au plaisir", r"a votre (?:ecoute|service|disposition)", r"avec joie",
))  # fmt: skip
BLAMING = Cue("blaming", (
    r"calmez vous", r"vous criez", r"du calme", r"baissez (?:le|d un) ton", r"on n y peut rien", r"on y peut rien", r"je n y (?:peux|suis) (?:rien|pour rien)",
    r"j y (?:peux|suis) (?:rien|pour rien)", r"(?:ce n est|c est) pas (?:de )?(?:ma|notre) faute", r"(?:ce n est|c est) pas (?:moi|nous|mon probleme|notre probleme|mon service|mon rayon)",
    r"je ne (?:gere|traite|m occupe) pas", r"je (?:gere|m occupe) pas (?:de )?ca", r"(?:vous )?(?:faut|fallait|falloir) (?:le |la |bien )?(?:lire|verifier|regarder|prevenir|appeler|payer|penser)",
    r"il fallait", r"fallait", r"vous auriez (?:du|pu)", r"vous (?:n avez|avez) qu a (?:lire|faire attention)", r"vous avez (?:tort|mal (?:lu|compris|fait))",
    r"vous n avez pas (?:lu|ecoute|compris)", r"je (?:vous )?(?:l ai|viens de le|l ai deja) dit", r"je (?:vous )?repete",
    r"vous savez lire", r"vous etes pas (?:le|la) seule?", r"vous n etes pas (?:le|la) seule?",
    r"c est (?:votre|un) (?:probleme|souci) a vous", r"si vous (?:aviez|m aviez)", r"c est de votre", r"c est a vous de",
    r"je (?:ne )?(?:suis|peux) pas (?:devin|faire de miracles?)", r"je ne peux rien (?:faire|pour vous)",
    r"c est pas (?:complique|sorcier)", r"ce n est pas (?:complique|sorcier)", r"faites un effort", r"ca ne me regarde pas",
))  # fmt: skip
SHRUGGING = Cue("shrugging", (
    r"c est (?:comme ca|la regle|le reglement|la procedure|le tarif|les regles)", r"ca arrive", r"c est pas grave", r"ce n est pas grave", r"comme tout le monde", r"comme (?:vous )?(?:voulez|ca vous chante)", r"^pas (?:besoin|la peine)", r"c est tout ce que je peux", r"adressez vous", r"il (?:faut|faudra) voir avec", r"c est (?:ecrit|marque|indique)", r"aucune idee", r"je (?:ne )?(?:sais|peux) pas (?:savoir|vous dire)", r"(?:il )?faut attendre", r"on (?:ne )?peut pas tout", r"c est pas prevu", r"ce n est pas prevu", r"je (?:n ai|ai) pas (?:le temps|que ca)", r"debrouill\w+", r"je peux pas savoir",
))  # fmt: skip
PRESSING = Cue("pressing", (
    r"huissiers?", r"contentieux", r"tribunal", r"tribunaux", r"poursuites?", r"saisie", r"avocat", r"expuls\w+", r"(?:va|vais|allons|devra|devrons|devoir|faire|sera|serez|risque|risquez) (?:vous )?(?:la |le |l )?(?:couper|coupee?|suspendu|fichee?)", r"coupure", r"interdit bancaire",
    r"fichage", r"(?:il faut|vous devez|va falloir|faut) (?:payer|regler)", r"derniere? (?:chance|fois|relance)", r"vous n avez pas le choix", r"dernier(?:s)? (?:jour|avertissement)",
    r"juste (?:\w+ )?minutes", r"sinon (?:vous savez|c est|le dossier|ca va)", r"c est maintenant ou", r"vous (?:allez|risquez de) (?:perdre|le regretter|rater)", r"profitez en vite", r"(?:ca|cela) va vous couter", r"on (?:vous )?met dehors",
), deniable=True)  # fmt: skip
BELITTLING = Cue("belittling", (
    r"pigeons?", r"arnaque\w*", r"n importe quoi", r"ridicule", r"c est (?:nul|bete|idiot)", r"vous exagerez", r"ma (?:petite|pauvre) dame", r"mon (?:petit|pauvre) monsieur",
    r"ecoutez", r"on se calme", r"tu", r"t as", r"ouais", r"bof",
))  # fmt: skip
BENEFIT = Cue("benefit", (
    r"vous (?:n avez|n aurez|n avez donc) (?:plus )?(?:qu a|rien a|plus rien|plus aucun|pas besoin)", r"vous (?:gagnez|economisez|gagnerez|economiserez|profitez|profiterez|beneficiez|beneficierez|evitez|pourrez|serez|allez pouvoir|retrouvez|gardez|conservez|restez)",
    r"(?:comme ca|ainsi|de cette facon|du coup) (?:vous|on|il|elle|c est)", r"pour que vous", r"(?:ca|cela) vous (?:evite|permet|evitera|permettra|fait|laisse|paie|simplifie|fera|garantit|libere|donne)",
    r"gratuit\w*", r"offert\w*", r"je (?:vous l )?offre", r"sans (?:frais|engagement|surcout|supplement|aucun frais|rien payer|bouger|vous deplacer|risque)", r"a nos frais", r"(?:tout )?compris", r"inclus\w*",
    r"l avantage", r"avantag\w+", r"bonne nouvelle", r"ideal\w*", r"parfait pour", r"tranquill\w+", r"l esprit", r"plus (?:simple|rapide|confortable|besoin|pratique|economique|serein\w*)", r"inutile de", r"meme (?:en|si|de)",
    r"adapte\w* a", r"justement", r"exactement ce (?:qu il|que) vous", r"dans votre cas", r"pour vous", r"puisque vous", r"comme vous", r"vu que vous", r"chez vous", r"vous qui", r"jour par jour", r"au lieu de", r"vous y (?:gagnez|pensez)", r"c est (?:peu|moins) (?:risque|cher)",
))  # fmt: skip
SELLING_TO_YOU = Cue("for_this_customer", (
    r"(?:puisque|comme|vu que|parce que) (?:vous|votre|c est|il)", r"pour (?:vous|votre|vos|que vous)", r"dans votre cas", r"vous qui", r"votre (?:mari|femme|fils|fille|mere|pere|moitie|enfant|chat|chien|travail|usage|besoin)", r"vos (?:enfants|besoins|nuits|trajets)",
))  # fmt: skip
CLIENT_YES = Cue("client_yes", (
    r"oui", r"ouais", r"d accord", r"ok", r"okay", r"parfait", r"tres bien", r"entendu", r"c est (?:ca|bien ca|bon|parfait|entendu|moi|correct|exact)", r"exactement", r"tout a fait", r"(?:ca|cela) me (?:va|convient)", r"ca (?:marche|roule|ira|va)",
    r"voila", r"volontiers", r"va pour", r"je (?:prends|veux bien|valide|confirme|suis d accord)", r"on est d accord", r"super", r"nickel", r"impeccable", r"avec plaisir", r"si", r"bien sur", r"top", r"allez y", r"faisons comme", r"on fait comme", r"absolument", r"effectivement",
))  # fmt: skip
CLIENT_GLAD = Cue("client_glad", (
    r"merci (?:beaucoup|bien|infiniment|mille|madame|monsieur|a vous|pour|de)", r"c est (?:gentil|parfait|super|genial|tres gentil|correct|honnete|mieux|un effort|clair|note)", r"vous etes (?:gentille?|adorable|efficace|bien|tres|super)", r"parfait", r"super", r"genial", r"nickel", r"impeccable", r"top",
    r"me (?:va|convient|rassure|soulage)", r"ca me (?:va|convient|rassure)", r"soulagee?", r"rassuree?", r"contente?", r"exactement ca", r"tres bien", r"bonne (?:idee|nouvelle)", r"volontiers", r"c est (?:deja )?(?:ca|bien)", r"au moins", r"je suis d accord",
))  # fmt: skip
CLIENT_DISPLEASED = Cue("client_displeased", (
    r"inadmissible", r"inacceptable", r"scandal\w+", r"honte\w*", r"une blague", r"vous rigolez", r"vous plaisantez", r"n importe quoi", r"pas (?:tres |bien )?serieux", r"marre", r"ras le bol", r"furieu\w+", r"colere", r"incroyable", r"minable", r"merci quand meme", r"je me mefie", r"laisser un avis", r"mouais", r"bof", r"hm+", r"pff+", r"n importe",
    r"c est (?:pas normal|pas serieux|quand meme|trop cher|nul|enorme|malin|abuse|facile)", r"vous ne m ecoutez pas", r"je (?:vous )?(?:l ai deja|viens de (?:vous )?(?:le |la |l )?(?:dire|donner|expliquer)|ai deja|repete|vous dis)", r"j aurais prefere", r"association", r"avocat", r"plainte", r"j y crois pas", r"vous vous rendez compte", r"perdre mon temps", r"de qui se moque", r"ca me gene", r"tant pis", r"tout ca pour ca", r"laissez tomber",
))  # fmt: skip
CLIENT_OBJECTING = Cue("client_objecting", (
    r"trop cher\w*", r"pas interesse\w*", r"(?:pas|jamais) le temps", r"reflechir", r"en parler (?:a|avec)", r"que j en parle", r"j ai deja", r"on a deja", r"^pas (?:besoin|la peine)", r"ca ne m interesse", r"m interesse pas", r"je (?:ne )?(?:veux|vais|peux|suis) pas", r"mefi\w+", r"se (?:sont|est) fait avoir", r"arnaqu\w+", r"demarch\w+", r"rappelez", r"plus tard",
    r"envoyez moi (?:un|une|de la)", r"je vous arrete", r"non merci", r"mais (?:moi )?(?:je|c est|on|si)", r"oui mais", r"ca coute", r"(?:presque le )?double", r"pas convaincue?", r"c est (?:cher|loin|serre|trop)", r"budget", r"pas confiance", r"retirez", r"bloquer", r"et si (?:je|c|ca|on|jamais)", r"deja (?:un|une|equipee?|cliente?|assuree?)", r"locataire", r"engag\w+", r"combien", r"faudrait que j", r"a quoi bon", r"(?:j ai|on a) pas (?:les moyens|le budget|confiance)",
))  # fmt: skip
CLIENT_HESITATING = Cue("client_hesitating", (r"on verra", r"je verrai", r"je vais (?:voir|reflechir)", r"peut etre", r"mouais", r"faut(?:dra|drait)? que (?:je|j)", r"je sais pas", r"je ne sais pas", r"pas sure?", r"j hesite", r"en parler"))
CLIENT_REFUSING = Cue("client_refusing", (r"non", r"je (?:ne )?(?:vais|veux|peux) pas", r"pas question", r"hors de question", r"je n ai rien dit", r"je refuse", r"pas interessee?", r"je dois pas", r"je ne dois pas"))
