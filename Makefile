# Two commands are enough: `make run` and `make test`. What they do is in setup/.

.DEFAULT_GOAL := help
.PHONY: help run test lint types bench fuzz break fixtures screenshots diagrams speech headset compiled planning dist deb

python := @sh setup/python.sh
# Only what was written after `make run` counts: some shells keep a HOST of their own.
given = $(if $(filter command line,$(origin $(1))),--$(2) "$($(1))")

help:  ## Affiche cette aide
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

run:  ## Installe ce qui manque, puis ouvre Combiné sur http://127.0.0.1:8080 (PORT=… ; HOST=… pour une salle)
	$(python) setup/run.py $(call given,HOST,host) $(call given,PORT,port)

speech:  ## Installe la transcription des appels (400 Mo, facultative)
	$(python) setup/speech.py

headset:  ## Installe le client casque : le téléphone dans un terminal
	$(python) setup/headset.py

planning:  ## Installe le calcul optimal de l’emploi du temps (80 Mo, facultatif)
	$(python) setup/planning.py

compiled:  ## Compile le chemin du son (facultatif, demande un compilateur C) : un appel coûte moins de processeur
	$(python) setup/compile_sound.py

dist:  ## Fabrique dans dist/ le paquet à installer sans ce dépôt, ses contraintes, ses sommes et sa nomenclature
	$(python) setup/dist.py $(ARGS)

deb:  ## Fabrique en plus le paquet Debian (.deb), avec le service
	$(python) setup/deb.py

test:  ## Vérifie tout : style, types, tests (ARGS="-k …" pour une partie de pytest)
	$(python) setup/check.py test $(ARGS)

lint:  ## Vérifie le style et les types seulement
	$(python) setup/check.py lint

types:  ## Régénère les types de l’application web d’après le serveur
	$(python) setup/api_types.py

screenshots:  ## Refait les images du README et des guides en jouant la démonstration et une journée
	$(python) setup/ready.py
	@PYTHONPATH=. .venv/bin/python docs/take_screenshots.py
	@PYTHONPATH=. .venv/bin/python docs/take_day_screenshots.py

diagrams:  ## Redessine docs/telephony-flows.md en rejouant les appels avec de vrais téléphones
	$(python) setup/ready.py
	@PYTHONPATH=. .venv/bin/python -m docs.draw_call_flows

bench:  ## Mesure les performances
	$(python) setup/ready.py
	$(python) setup/compile_sound.py
	@.venv/bin/python -m bench $(ARGS)

fuzz:  ## Cherche dix minutes ce qui fait tomber le serveur (ARGS="--seconds 60 sip" pour une partie)
	$(python) setup/fuzz.py $(ARGS)

break:  ## Fait subir au serveur ce qu’inventent ceux qui veulent le faire tomber (ARGS="NOM…" pour une partie)
	$(python) setup/ready.py
	@.venv/bin/python -m abuse $(ARGS)

fixtures:  ## Refabrique les voix et les séquences enregistrées
	@sh audio_fixtures/make.sh $(ARGS)
