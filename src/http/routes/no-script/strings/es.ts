import type { Strings } from './en.ts';

/** In Spanish. */
export const es: Strings = {
  title: '¿Es usted una persona?',
  label: 'Escriba los caracteres de la imagen',
  picture: 'Una imagen de caracteres distorsionados',
  motion: 'Una imagen que parpadea: los caracteres se mueven sobre el fondo',
  digits: 'Escriba las cifras que oye',
  listen: 'Prefiero escuchar',
  watch: 'Prefiero verlo en movimiento',
  look: 'Prefiero leer una imagen',
  trap: 'Este campo es para programas. Déjelo vacío.',
  check: 'Comprobar',
  another: 'Otra prueba',
  time: 'Más tiempo',
  wrong: 'No era correcto. Aquí tiene otra prueba.',
  gone: 'Se acabó el tiempo. Aquí tiene otra prueba.',
  limit: 'Segundos para esta prueba:',
  solved: 'Correcto. Copie este código en el campo de la página de la que viene:',
  code: 'Código',
  next: 'Continuar',
  limited:
    'Llegaron demasiadas solicitudes de su red. Vuelva atrás e inténtelo de nuevo dentro de estos segundos:',
};
