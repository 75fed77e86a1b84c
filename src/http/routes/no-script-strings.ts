/** What the page without scripts says, in English. */
const en = {
  title: 'Are you a person?',
  label: 'Type the characters in the picture',
  picture: 'A picture of distorted characters',
  motion: 'A flickering picture: the characters move against their ground',
  digits: 'Type the digits that you hear',
  listen: 'Listen instead',
  watch: 'Watch instead',
  look: 'Read a picture instead',
  trap: 'This field is for programs. Leave it empty.',
  check: 'Check',
  another: 'Another one',
  time: 'More time',
  wrong: 'That was not right. Here is another one.',
  gone: 'Its time was over. Here is another one.',
  limit: 'Seconds left for this one:',
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
};

const fr: Strings = {
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
};

const es: Strings = {
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
};

const it: Strings = {
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
};

const pt: Strings = {
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
};

const ru: Strings = {
  title: 'Вы человек?',
  label: 'Введите символы с картинки',
  picture: 'Картинка с искажёнными символами',
  motion: 'Мерцающая картинка: символы движутся относительно фона',
  digits: 'Введите цифры, которые слышите',
  listen: 'Лучше послушать',
  watch: 'Лучше посмотреть в движении',
  look: 'Лучше прочитать картинку',
  trap: 'Это поле для программ. Оставьте его пустым.',
  check: 'Проверить',
  another: 'Другое задание',
  time: 'Больше времени',
  wrong: 'Неверно. Вот другое задание.',
  gone: 'Время вышло. Вот другое задание.',
  limit: 'Секунд на это задание:',
  solved: 'Верно. Скопируйте этот код в поле на странице, с которой вы пришли:',
  code: 'Код',
  next: 'Продолжить',
};

const ar: Strings = {
  title: 'هل أنت إنسان؟',
  label: 'اكتب الأحرف الظاهرة في الصورة',
  picture: 'صورة لأحرف مشوّهة',
  motion: 'صورة وامضة تتحرك فيها الرموز على الخلفية',
  digits: 'اكتب الأرقام التي تسمعها',
  listen: 'الاستماع بدلًا من ذلك',
  watch: 'المشاهدة بدلًا من ذلك',
  look: 'قراءة صورة بدلًا من ذلك',
  trap: 'هذا الحقل للبرامج. اتركه فارغًا.',
  check: 'تحقّق',
  another: 'تحدٍّ آخر',
  time: 'مزيد من الوقت',
  wrong: 'لم يكن ذلك صحيحًا. إليك تحديًا آخر.',
  gone: 'انتهى الوقت. إليك تحديًا آخر.',
  limit: 'الثواني المتبقية لهذا التحدي:',
  solved: 'صحيح. انسخ هذا الرمز إلى الحقل في الصفحة التي أتيت منها:',
  code: 'الرمز',
  next: 'متابعة',
};

const ja: Strings = {
  title: 'あなたは人間ですか？',
  label: '画像の文字を入力してください',
  picture: 'ゆがんだ文字の画像',
  motion: 'ちらつく画像：文字が背景に対して動きます',
  digits: '聞こえる数字を入力してください',
  listen: '音声にする',
  watch: '動きで見る',
  look: '画像を読む',
  trap: 'この欄はプログラム用です。空のままにしてください。',
  check: '確認',
  another: '別の問題',
  time: '時間を延長',
  wrong: '正しくありませんでした。別の問題です。',
  gone: '時間切れです。別の問題です。',
  limit: 'この問題の残り秒数：',
  solved: '正解です。このコードを元のページの欄に貼り付けてください：',
  code: 'コード',
  next: '続ける',
};

const zh: Strings = {
  title: '您是真人吗？',
  label: '请输入图片中的字符',
  picture: '一张含有变形字符的图片',
  motion: '闪烁的图片：字符相对背景移动',
  digits: '请输入您听到的数字',
  listen: '改为收听',
  watch: '改为观看动态',
  look: '改为阅读图片',
  trap: '此栏供程序使用，请留空。',
  check: '验证',
  another: '换一个',
  time: '更多时间',
  wrong: '不正确。这是另一个。',
  gone: '时间已到。这是另一个。',
  limit: '此题剩余秒数：',
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
