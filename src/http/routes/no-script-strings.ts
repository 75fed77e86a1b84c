/** What the page without scripts says, in English. */
const en = {
  title: 'Are you a person?',
  label: 'Type the characters in the picture',
  picture: 'A picture of distorted characters',
  check: 'Check',
  another: 'Another picture',
  time: 'More time',
  wrong: 'That was not right. Here is another picture.',
  gone: 'The time for that picture was over. Here is another one.',
  limit: 'Seconds for this picture:',
  solved: 'Right. Copy this code into the field on the page that you came from:',
  code: 'Code',
  next: 'Continue',
} as const;

/** The texts of one language. */
export type Strings = Readonly<Record<keyof typeof en, string>>;

const de: Strings = {
  title: 'Sind Sie ein Mensch?',
  label: 'Tippen Sie die Zeichen im Bild ab',
  picture: 'Ein Bild verzerrter Zeichen',
  check: 'Prüfen',
  another: 'Anderes Bild',
  time: 'Mehr Zeit',
  wrong: 'Das war nicht richtig. Hier ist ein anderes Bild.',
  gone: 'Die Zeit für das Bild war um. Hier ist ein anderes.',
  limit: 'Sekunden für dieses Bild:',
  solved: 'Richtig. Kopieren Sie diesen Code in das Feld auf der Seite, von der Sie kommen:',
  code: 'Code',
  next: 'Weiter',
};

const fr: Strings = {
  title: 'Êtes-vous humain ?',
  label: 'Saisissez les caractères de l’image',
  picture: 'Une image de caractères déformés',
  check: 'Vérifier',
  another: 'Autre image',
  time: 'Plus de temps',
  wrong: 'Ce n’était pas juste. Voici une autre image.',
  gone: 'Le temps pour cette image est écoulé. En voici une autre.',
  limit: 'Secondes pour cette image :',
  solved: 'C’est juste. Copiez ce code dans le champ de la page d’où vous venez :',
  code: 'Code',
  next: 'Continuer',
};

const es: Strings = {
  title: '¿Es usted una persona?',
  label: 'Escriba los caracteres de la imagen',
  picture: 'Una imagen de caracteres distorsionados',
  check: 'Comprobar',
  another: 'Otra imagen',
  time: 'Más tiempo',
  wrong: 'No era correcto. Aquí tiene otra imagen.',
  gone: 'El tiempo de esa imagen se acabó. Aquí tiene otra.',
  limit: 'Segundos para esta imagen:',
  solved: 'Correcto. Copie este código en el campo de la página de la que viene:',
  code: 'Código',
  next: 'Continuar',
};

const it: Strings = {
  title: 'Sei una persona?',
  label: 'Digita i caratteri nell’immagine',
  picture: 'Un’immagine di caratteri deformati',
  check: 'Verifica',
  another: 'Altra immagine',
  time: 'Più tempo',
  wrong: 'Non era giusto. Ecco un’altra immagine.',
  gone: 'Il tempo per quell’immagine è scaduto. Eccone un’altra.',
  limit: 'Secondi per questa immagine:',
  solved: 'Giusto. Copia questo codice nel campo della pagina da cui vieni:',
  code: 'Codice',
  next: 'Continua',
};

const pt: Strings = {
  title: 'Você é uma pessoa?',
  label: 'Digite os caracteres da imagem',
  picture: 'Uma imagem de caracteres distorcidos',
  check: 'Verificar',
  another: 'Outra imagem',
  time: 'Mais tempo',
  wrong: 'Não estava certo. Aqui está outra imagem.',
  gone: 'O tempo dessa imagem acabou. Aqui está outra.',
  limit: 'Segundos para esta imagem:',
  solved: 'Certo. Copie este código para o campo da página de onde veio:',
  code: 'Código',
  next: 'Continuar',
};

const ru: Strings = {
  title: 'Вы человек?',
  label: 'Введите символы с картинки',
  picture: 'Картинка с искажёнными символами',
  check: 'Проверить',
  another: 'Другая картинка',
  time: 'Больше времени',
  wrong: 'Это неверно. Вот другая картинка.',
  gone: 'Время для этой картинки истекло. Вот другая.',
  limit: 'Секунд на эту картинку:',
  solved: 'Верно. Скопируйте этот код в поле на странице, с которой вы пришли:',
  code: 'Код',
  next: 'Продолжить',
};

const ar: Strings = {
  title: 'هل أنت إنسان؟',
  label: 'اكتب الأحرف الظاهرة في الصورة',
  picture: 'صورة لأحرف مشوّهة',
  check: 'تحقّق',
  another: 'صورة أخرى',
  time: 'مزيد من الوقت',
  wrong: 'لم يكن ذلك صحيحًا. إليك صورة أخرى.',
  gone: 'انتهى وقت تلك الصورة. إليك صورة أخرى.',
  limit: 'الثواني المتاحة لهذه الصورة:',
  solved: 'صحيح. انسخ هذا الرمز إلى الحقل في الصفحة التي أتيت منها:',
  code: 'الرمز',
  next: 'متابعة',
};

const ja: Strings = {
  title: 'あなたは人間ですか？',
  label: '画像の文字を入力してください',
  picture: 'ゆがんだ文字の画像',
  check: '確認',
  another: '別の画像',
  time: '時間を延長',
  wrong: '正しくありません。別の画像を表示します。',
  gone: '時間切れです。別の画像を表示します。',
  limit: 'この画像の残り秒数：',
  solved: '正解です。このコードを元のページの欄に貼り付けてください：',
  code: 'コード',
  next: '続ける',
};

const zh: Strings = {
  title: '您是真人吗？',
  label: '请输入图片中的字符',
  picture: '一张含有变形字符的图片',
  check: '验证',
  another: '换一张图片',
  time: '更多时间',
  wrong: '不正确。请看另一张图片。',
  gone: '该图片已超时。请看另一张。',
  limit: '此图片的剩余秒数：',
  solved: '正确。请将此代码复制到您来自的页面的输入框中：',
  code: '代码',
  next: '继续',
};

const ALL: Readonly<Record<string, Strings>> = { en, de, fr, es, it, pt, ru, ar, ja, zh };

/** A language of the page: its code for `lang`, the direction it is written in, and its texts. */
export interface Language {
  readonly code: string;
  readonly dir: 'ltr' | 'rtl';
  readonly strings: Strings;
}

/**
 * The first of the wishes that there is: `hl` or what `Accept-Language` lists in its order. English
 * for none. Accepts any texts.
 */
export function chooseLanguage(wishes: readonly string[]): Language {
  const codes = wishes.map((wish) => wish.trim().toLowerCase().split(/[-_;]/, 1)[0] ?? '');
  const code = codes.find((each) => Object.hasOwn(ALL, each)) ?? 'en';
  return { code, dir: code === 'ar' ? 'rtl' : 'ltr', strings: ALL[code] ?? en };
}
