import type { Strings } from './en.ts';

/** In Japanese. */
export const ja: Strings = {
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
  limited:
    'お使いのネットワークからのリクエストが多すぎます。前のページに戻り、次の秒数が過ぎてからもう一度お試しください：',
};
