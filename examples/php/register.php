<?php
// A registration form with Inkblot, in PHP: `php -S 127.0.0.1:3000 register.php`.

$inkblot = getenv('INKBLOT') ?: 'http://localhost:8080'; // as browsers reach it, and PHP, too
$sitekey = getenv('SITEKEY') ?: '';
$secret = getenv('SITE_SECRET') ?: '';

/** Whether a token is good: true or false, or null when that cannot be told. */
function is_person(string $inkblot, string $secret, string $token): ?bool
{
    $context = stream_context_create(['http' => [
        'method' => 'POST',
        'header' => 'Content-Type: application/x-www-form-urlencoded',
        'content' => http_build_query(['secret' => $secret, 'response' => $token]),
        'timeout' => 3,
    ]]);
    $body = @file_get_contents("$inkblot/v1/siteverify", false, $context);
    $verdict = $body === false ? null : json_decode($body, true);
    return isset($verdict['success']) ? $verdict['success'] === true : null;
}

if ($_SERVER['REQUEST_METHOD'] === 'POST') {
    $token = $_POST['inkblot-response'] ?? '';
    $person = is_person($inkblot, $secret, is_string($token) ? $token : '');
    http_response_code($person === true ? 200 : ($person === false ? 403 : 503));
    echo $person === true ? 'Welcome' : ($person === false ? 'Please solve the picture' : 'Please try again later');
    return;
}
?>
<!doctype html>
<title>Register</title>
<script src="<?= htmlspecialchars($inkblot) ?>/widget/inkblot.js" async></script>
<form method="post">
  <label>Name <input name="name" required></label>
  <inkblot-captcha sitekey="<?= htmlspecialchars($sitekey) ?>" required></inkblot-captcha>
  <button>Register</button>
</form>
