import type { Strings } from './en.ts';

/** In Portuguese. */
export const pt: Strings = {
  title: 'Você é uma pessoa?',
  label: 'Digite os caracteres da imagem',
  picture: 'Uma imagem de caracteres distorcidos',
  motion: 'Uma imagem que cintila: os caracteres movem-se sobre o fundo',
  digits: 'Escreva os algarismos que ouve',
  listen: 'Prefiro ouvir',
  watch: 'Prefiro ver em movimento',
  look: 'Prefiro ler uma imagem',
  trap: 'Este campo é para programas. Deixe-o vazio.',
  check: 'Verificar',
  another: 'Outra prova',
  time: 'Mais tempo',
  wrong: 'Não estava certo. Aqui está outra prova.',
  gone: 'O tempo acabou. Aqui está outra prova.',
  limit: 'Segundos para esta prova:',
  solved: 'Certo. Copie este código para o campo da página de onde veio:',
  code: 'Código',
  next: 'Continuar',
  limited:
    'Chegaram demasiados pedidos da sua rede. Volte atrás e tente de novo daqui a estes segundos:',
};
