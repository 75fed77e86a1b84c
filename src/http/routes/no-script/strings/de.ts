import type { Strings } from './en.ts';

/** In German. */
export const de: Strings = {
  title: 'Sind Sie ein Mensch?',
  label: 'Tippen Sie die Zeichen im Bild ab',
  picture: 'Ein Bild verzerrter Zeichen',
  motion: 'Ein flimmerndes Bild: Die Zeichen bewegen sich gegen den Grund',
  digits: 'Tippen Sie die Ziffern, die Sie hören',
  listen: 'Lieber anhören',
  watch: 'Lieber in Bewegung sehen',
  look: 'Lieber ein Bild lesen',
  trap: 'Dieses Feld ist für Programme. Lassen Sie es leer.',
  check: 'Prüfen',
  another: 'Eine andere Aufgabe',
  time: 'Mehr Zeit',
  wrong: 'Das war nicht richtig. Hier ist eine andere Aufgabe.',
  gone: 'Die Zeit war um. Hier ist eine andere Aufgabe.',
  limit: 'Sekunden für diese Aufgabe:',
  solved: 'Richtig. Kopieren Sie diesen Code in das Feld auf der Seite, von der Sie kommen:',
  code: 'Code',
  next: 'Weiter',
  limited:
    'Aus Ihrem Netz kamen zu viele Anfragen. Gehen Sie zurück und versuchen Sie es in so vielen Sekunden wieder:',
};
