import type { Strings } from './en.ts';

/** In Italian. */
export const it: Strings = {
  title: 'Sei una persona?',
  label: 'Digita i caratteri nell’immagine',
  picture: 'Un’immagine di caratteri deformati',
  motion: 'Un’immagine tremolante: i caratteri si muovono sullo sfondo',
  digits: 'Scriva le cifre che sente',
  listen: 'Ascolta invece',
  watch: 'Guarda in movimento invece',
  look: 'Leggi un’immagine invece',
  trap: 'Questo campo è per i programmi. Lo lasci vuoto.',
  check: 'Verifica',
  another: 'Un’altra prova',
  time: 'Più tempo',
  wrong: 'Non era giusto. Ecco un’altra prova.',
  gone: 'Il tempo è scaduto. Ecco un’altra prova.',
  limit: 'Secondi per questa prova:',
  solved: 'Giusto. Copia questo codice nel campo della pagina da cui vieni:',
  code: 'Codice',
  next: 'Continua',
  limited:
    'Sono arrivate troppe richieste dalla sua rete. Torni indietro e riprovi tra questo numero di secondi:',
};
