"""`make planning`: installs the solver that computes the shortest exam day; a day is planned without it too."""

from machine import say
from ready import ready_to_plan

ready_to_plan()
say("Le calcul optimal de l’emploi du temps est prêt : redémarrez Combiné.")
