import type { Strings } from './en.ts';

/** In French. */
export const fr: Strings = {
  title: 'Êtes-vous humain ?',
  label: 'Saisissez les caractères de l’image',
  picture: 'Une image de caractères déformés',
  motion: 'Une image qui scintille : les caractères bougent sur le fond',
  digits: 'Saisissez les chiffres que vous entendez',
  listen: 'Plutôt écouter',
  watch: 'Plutôt regarder en mouvement',
  look: 'Plutôt lire une image',
  trap: 'Ce champ est destiné aux programmes. Laissez-le vide.',
  check: 'Vérifier',
  another: 'Un autre essai',
  time: 'Plus de temps',
  wrong: 'Ce n’était pas juste. En voici un autre.',
  gone: 'Le temps est écoulé. En voici un autre.',
  limit: 'Secondes pour cet essai :',
  solved: 'C’est juste. Copiez ce code dans le champ de la page d’où vous venez :',
  code: 'Code',
  next: 'Continuer',
  limited:
    'Trop de demandes sont venues de votre réseau. Revenez en arrière et réessayez dans ce nombre de secondes :',
};
