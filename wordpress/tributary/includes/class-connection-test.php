<?php
/**
 * Finds out what is wrong.
 *
 * @package Tributary
 */

namespace Tributary;

defined( 'ABSPATH' ) || exit;

/**
 * Goes through all that has to hold, one step after the other, and says of each whether it does, and if not, what to do. It
 * changes nothing on the server.
 */
final class Connection_Test {

	/**
	 * The steps: each with whether it is well, and a sentence. A step that others rest on ends the test if it is not.
	 *
	 * @return array<int, array{ok: bool, says: string}>
	 */
	public static function run() {
		$steps = array();
		foreach ( array( 'address', 'server', 'key', 'may_write', 'feed', 'host', 'script', 'tracking', 'forms', 'scheduler' ) as $name ) {
			$step = call_user_func( array( __CLASS__, $name ) );
			if ( null === $step ) {
				continue;
			}
			$steps[] = $step;
			if ( ! $step['ok'] && in_array( $name, array( 'address', 'server', 'key' ), true ) ) {
				break;
			}
		}
		return $steps;
	}

	/**
	 * A step that holds.
	 *
	 * @param string $says What holds.
	 * @return array{ok: bool, says: string}
	 */
	private static function well( $says ) {
		return array(
			'ok'   => true,
			'says' => $says,
		);
	}

	/**
	 * A step that does not.
	 *
	 * @param string $says What is wrong, and what to do.
	 * @return array{ok: bool, says: string}
	 */
	private static function wrong( $says ) {
		return array(
			'ok'   => false,
			'says' => $says,
		);
	}

	/**
	 * Is there an address?
	 *
	 * @return array{ok: bool, says: string}
	 */
	private static function address() {
		$address = Options::address();
		if ( '' === $address ) {
			return self::wrong( __( 'Enter the address of your Tributary, such as https://go.example.', 'tributary' ) );
		}
		if ( is_ssl() && 0 === strpos( $address, 'http://' ) ) {
			return self::wrong( __( 'This site is served by https, the address begins with http: browsers will not load the partner center. Serve Tributary by https.', 'tributary' ) );
		}
		/* translators: %s: address. */
		return self::well( sprintf( __( 'The address is %s.', 'tributary' ), $address ) );
	}

	/**
	 * Does Tributary answer there?
	 *
	 * @return array{ok: bool, says: string}
	 */
	private static function server() {
		$answer = Api::request( 'GET', '/v1/openapi.json', null, array() );
		if ( 0 === $answer['status'] ) {
			/* translators: %s: a technical reason. */
			return self::wrong( sprintf( __( 'Nothing answers at this address: %s. Is it written right, and can this web server reach it?', 'tributary' ), $answer['why'] ) );
		}
		if ( $answer['status'] >= 500 ) {
			/* translators: %d: HTTP status. */
			return self::wrong( sprintf( __( 'The server at this address is in trouble (status %d). Look into its log.', 'tributary' ), $answer['status'] ) );
		}
		$is_ours = 200 === $answer['status'] && isset( $answer['body']['paths']['/v1/partners'] );
		return $is_ours ? self::well( __( 'Tributary answers.', 'tributary' ) )
			: self::wrong( __( 'Something answers at this address, but it is not Tributary. Leave out whatever comes after the host.', 'tributary' ) );
	}

	/**
	 * Is the key known, and may it read?
	 *
	 * @return array{ok: bool, says: string}
	 */
	private static function key() {
		if ( '' === Options::key() ) {
			return self::wrong( __( 'Enter a secret key. Make one in Tributary under Settings, Keys, with the scopes read and write.', 'tributary' ) );
		}
		if ( 0 === strpos( Options::key(), 'trb_pk_' ) ) {
			return self::wrong( __( 'This is the publishable key. The secret one begins with trb_sk_.', 'tributary' ) );
		}
		$status = self::status( 'GET', '/v1/settings' );
		if ( 401 === $status ) {
			return self::wrong( __( 'Tributary does not know this key. Was it deleted, or cut while copying?', 'tributary' ) );
		}
		if ( 403 === $status ) {
			return self::wrong( __( 'The key may not read. Make one with the scopes read and write.', 'tributary' ) );
		}
		/* translators: %d: HTTP status. */
		return 200 === $status ? self::well( __( 'The key is known.', 'tributary' ) ) : self::wrong( sprintf( __( 'Tributary did not take the key (status %d).', 'tributary' ), $status ) );
	}

	/**
	 * May it write? Asked for a partner who does not exist: the scope is looked at first.
	 *
	 * @return array{ok: bool, says: string}
	 */
	private static function may_write() {
		$status = self::status( 'POST', '/v1/partners/nobody/center_token', array() );
		if ( 403 === $status ) {
			return self::wrong( __( 'The key may not write: partners could not be let in, and leads not be reported. Make one with the scopes read and write.', 'tributary' ) );
		}
		return 404 === $status ? self::well( __( 'It may let partners in.', 'tributary' ) )
			: self::wrong( __( 'This Tributary cannot let partners in yet. Update it.', 'tributary' ) );
	}

	/**
	 * Is there a feed?
	 *
	 * @return array{ok: bool, says: string}
	 */
	private static function feed() {
		return 200 === self::status( 'GET', '/v1/events?after=newest&limit=1' ) ? self::well( __( 'It tells what happens to partners.', 'tributary' ) )
			: self::wrong( __( 'This Tributary has no feed of events yet. Update it.', 'tributary' ) );
	}

	/**
	 * May pages of this site call?
	 *
	 * @return array{ok: bool, says: string}
	 */
	private static function host() {
		$own      = Options::own_host();
		$settings = Api::ask( 'GET', '/v1/settings' );
		$allowed  = isset( $settings['body']['allowed_hosts'] ) ? (array) $settings['body']['allowed_hosts'] : array();
		$programs = Api::ask( 'GET', '/v1/programs?limit=100' );
		foreach ( isset( $programs['body']['data'] ) ? $programs['body']['data'] : array() as $program ) {
			$parts     = wp_parse_url( (string) $program['default_url'] );
			$allowed[] = strtolower( $parts['host'] . ( isset( $parts['port'] ) ? ':' . $parts['port'] : '' ) );
		}
		/* translators: %s: host name. */
		return in_array( $own, $allowed, true ) ? self::well( sprintf( __( 'Pages of %s may call.', 'tributary' ), $own ) )
			/* translators: %s: host name. */
			: self::wrong( sprintf( __( 'Pages of %s may not call: add it to the allowed hosts in Tributary, under Settings.', 'tributary' ), $own ) );
	}

	/**
	 * Is the script of the partner center there?
	 *
	 * @return array{ok: bool, says: string}
	 */
	private static function script() {
		return 200 === self::status( 'GET', '/center.js' ) ? self::well( __( 'The partner center can be shown.', 'tributary' ) )
			: self::wrong( __( 'The script of the partner center (/center.js) cannot be loaded: pages show the last figures only. Update Tributary.', 'tributary' ) );
	}

	/**
	 * Is there a key to track with?
	 *
	 * @return array{ok: bool, says: string}|null
	 */
	private static function tracking() {
		if ( ! Options::get( 'track' ) ) {
			return null;
		}
		$key = (string) Options::get( 'publishable_key' );
		if ( 0 !== strpos( $key, 'trb_pk_' ) ) {
			return self::wrong( __( 'Visitors are not tracked: enter the publishable key, which begins with trb_pk_.', 'tributary' ) );
		}
		$answer = Api::request( 'GET', '/v1/track/parameters?key=' . rawurlencode( $key ), null, array( 'Origin' => home_url() ) );
		return 200 === $answer['status'] ? self::well( __( 'Visitors are tracked.', 'tributary' ) )
			: self::wrong( __( 'Visitors are not tracked: Tributary did not take the publishable key from pages of this site.', 'tributary' ) );
	}

	/**
	 * Which sign-up forms there are; kept for the choice in the settings.
	 *
	 * @return array{ok: bool, says: string}
	 */
	private static function forms() {
		$open = self::read_forms();
		if ( array() === $open ) {
			return self::wrong( __( 'No sign-up form is open. Open one in Tributary, in a program under Sign-up form; until then nobody can sign up here.', 'tributary' ) );
		}
		$url = (string) Options::get( 'signup_form' );
		if ( ! isset( $open[ $url ] ) ) {
			$url = (string) key( $open );
			Options::put( array( 'signup_form' => $url ) );
		}
		if ( ! in_array( Options::own_host(), $open[ $url ]['hosts'], true ) ) {
			/* translators: 1: name of a program, 2: host name. */
			return self::wrong( sprintf( __( 'The sign-up form of %1$s may not be shown here: add %2$s to its sites in Tributary.', 'tributary' ), $open[ $url ]['name'], Options::own_host() ) );
		}
		/* translators: %s: name of a program. */
		return self::well( sprintf( __( 'People can sign up for %s.', 'tributary' ), $open[ $url ]['name'] ) );
	}

	/**
	 * Reads the open forms and keeps them.
	 *
	 * @return array<string, array{name: string, hosts: array<int, string>}> By their address.
	 */
	public static function read_forms() {
		$found    = array();
		$programs = Api::ask( 'GET', '/v1/programs?limit=100' );
		foreach ( isset( $programs['body']['data'] ) ? $programs['body']['data'] : array() as $program ) {
			$form = Api::ask( 'GET', '/v1/programs/' . rawurlencode( $program['id'] ) . '/signup_form' );
			if ( 200 === $form['status'] && ! empty( $form['body']['open'] ) && ! empty( $form['body']['page_url'] ) ) {
				$found[ (string) $form['body']['page_url'] ] = array(
					'name'  => (string) $program['name'],
					'hosts' => isset( $form['body']['embed_hosts'] ) ? (array) $form['body']['embed_hosts'] : array(),
				);
			}
		}
		update_option( 'tributary_forms', $found, false );
		return $found;
	}

	/**
	 * Does WordPress's scheduler run?
	 *
	 * @return array{ok: bool, says: string}
	 */
	private static function scheduler() {
		$state = Sync::state();
		if ( $state['ran'] < time() - 15 * MINUTE_IN_SECONDS && $state['ran'] > 0 ) {
			return self::wrong( __( 'WordPress\'s scheduler has not run for a while. Let the system call wp-cron.php each minute.', 'tributary' ) );
		}
		if ( '' !== $state['problem'] ) {
			/* translators: %s: a technical reason. */
			return self::wrong( sprintf( __( 'The last look at what happened failed: %s', 'tributary' ), $state['problem'] ) );
		}
		if ( 0 === $state['ran'] ) {
			return self::well( __( 'Partners are read within the next minutes.', 'tributary' ) );
		}
		/* translators: %s: a span of time, such as "2 minutes". */
		return self::well( sprintf( __( 'What happened was read %s ago.', 'tributary' ), human_time_diff( $state['ran'] ) ) );
	}

	/**
	 * The status of an answer.
	 *
	 * @param string                    $method GET or POST.
	 * @param string                    $path   The path.
	 * @param array<string, mixed>|null $body   What to send.
	 * @return int
	 */
	private static function status( $method, $path, $body = null ) {
		$answer = Api::ask( $method, $path, $body );
		return $answer['status'];
	}
}
