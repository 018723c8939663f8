<?php
/**
 * The fields of the settings page.
 *
 * @package Tributary
 */

namespace Tributary;

defined( 'ABSPATH' ) || exit;

/**
 * What can be chosen, how it is asked for, and what is taken of what comes in.
 */
final class Settings_Fields {

	/**
	 * Fields by section: kind and words.
	 *
	 * @return array<string, array<string, array{0: string, 1: string, 2?: string}>>
	 */
	public static function all() {
		return array(
			__( 'Connection', 'tributary' )      => array(
				'address'         => array( 'url', __( 'Address of Tributary', 'tributary' ), __( 'Such as https://go.example', 'tributary' ) ),
				'secret_key'      => array( 'key', __( 'Secret key', 'tributary' ) ),
				'publishable_key' => array( 'text', __( 'Publishable key', 'tributary' ), __( 'Begins with trb_pk_ and may be seen by anybody: it only reports visits.', 'tributary' ) ),
			),
			__( 'Partners', 'tributary' )        => array(
				'invite'      => array( 'check', __( 'Invite new partners', 'tributary' ), __( 'An approved partner without a user of this site gets one, and a mail to choose a password.', 'tributary' ) ),
				'center_page' => array( 'page', __( 'Partner center', 'tributary' ) ),
				'signup_page' => array( 'page', __( 'Sign-up page', 'tributary' ) ),
				'signup_form' => array( 'form', __( 'Sign-up form', 'tributary' ) ),
				'after_login' => array( 'page', __( 'After signing in, partners go to', 'tributary' ) ),
			),
			__( 'Tracking', 'tributary' )        => array(
				'track'   => array( 'check', __( 'Track visitors', 'tributary' ), __( 'Puts the tracker on every page, and keeps a visitor\'s click in a cookie of this site.', 'tributary' ) ),
				'consent' => array( 'consent', __( 'Consent', 'tributary' ) ),
			),
			__( 'Report as leads', 'tributary' ) => array(
				'lead_users'   => array( 'check', __( 'New users', 'tributary' ), __( 'Whoever registers after coming by a partner\'s link.', 'tributary' ) ),
				'lead_cf7'     => array( 'check', __( 'Contact Form 7', 'tributary' ), __( 'Whoever sends a form with an e-mail field.', 'tributary' ) ),
				'lead_wpforms' => array( 'check', __( 'WPForms', 'tributary' ), __( 'Whoever sends a form with an e-mail field.', 'tributary' ) ),
				'lead_gravity' => array( 'check', __( 'Gravity Forms', 'tributary' ), __( 'Whoever sends a form with an e-mail field.', 'tributary' ) ),
			),
		);
	}

	/**
	 * Ways to ask for consent.
	 *
	 * @return array<string, string>
	 */
	private static function consents() {
		return array(
			'none'           => __( 'Not needed: track at once', 'tributary' ),
			'wp_consent_api' => __( 'As the WP Consent API says (marketing)', 'tributary' ),
			'wait'           => __( 'Wait until a script of this site calls tributary("consent", true)', 'tributary' ),
		);
	}

	/**
	 * Takes what was sent. Anything that is not understood stays as it was.
	 *
	 * @param mixed $sent What was sent.
	 * @return array<string, mixed>
	 */
	public static function take( $sent ) {
		$sent = is_array( $sent ) ? $sent : array();
		$all  = Options::all();
		foreach ( self::all() as $fields ) {
			foreach ( $fields as $name => $field ) {
				if ( 'key' !== $field[0] ) {
					$all[ $name ] = self::take_one( $name, $field[0], $sent, $all[ $name ] );
				}
			}
		}
		return $all;
	}

	/**
	 * Takes one value.
	 *
	 * @param string               $name   The setting.
	 * @param string               $kind   Its kind.
	 * @param array<string, mixed> $sent   All that was sent.
	 * @param mixed                $before What it was.
	 * @return mixed
	 */
	private static function take_one( $name, $kind, array $sent, $before ) {
		// Changed by the program itself, with the right type already; or a box without a tick, which is not sent.
		$value = isset( $sent[ $name ] ) ? $sent[ $name ] : '';
		switch ( $kind ) {
			case 'check':
				return ! empty( $value );
			case 'page':
				$id = absint( $value );
				return 0 === $id || 'page' === get_post_type( $id ) ? $id : $before;
			case 'consent':
				return is_string( $value ) && isset( self::consents()[ $value ] ) ? $value : $before;
			case 'url':
			case 'form':
				$url = is_string( $value ) ? esc_url_raw( trim( $value ), array( 'http', 'https' ) ) : '';
				return 'url' === $kind ? untrailingslashit( $url ) : $url;
			default:
				return is_string( $value ) ? trim( sanitize_text_field( $value ) ) : $before;
		}
	}

	/**
	 * Writes one field.
	 *
	 * @param array{name: string, field: array<int, string>} $args Which.
	 */
	public static function write( $args ) {
		list( $kind ) = $args['field'];
		$name         = $args['name'];
		$id           = 'tributary_' . $name;
		$field        = Options::NAME . '[' . $name . ']';
		$help         = isset( $args['field'][2] ) ? $args['field'][2] : '';
		switch ( $kind ) {
			case 'key':
				self::write_key( $id );
				return;
			case 'check':
				printf( '<label><input type="checkbox" id="%1$s" name="%2$s" value="1" %3$s> %4$s</label>', esc_attr( $id ), esc_attr( $field ), checked( Options::get( $name ), true, false ), esc_html( $help ) );
				return;
			case 'page':
				wp_dropdown_pages(
					array(
						'id'                => esc_attr( $id ),
						'name'              => esc_attr( $field ),
						'selected'          => absint( Options::get( $name ) ),
						'show_option_none'  => esc_html__( '(none)', 'tributary' ),
						'option_none_value' => '0',
					)
				);
				return;
			case 'consent':
				self::write_select( $id, $field, self::consents(), (string) Options::get( $name ) );
				return;
			case 'form':
				self::write_select( $id, $field, self::forms(), (string) Options::get( $name ) );
				return;
			default:
				printf( '<input type="%1$s" class="regular-text" id="%2$s" name="%3$s" value="%4$s" autocomplete="off">', esc_attr( $kind ), esc_attr( $id ), esc_attr( $field ), esc_attr( (string) Options::get( $name ) ) );
				echo '' === $help ? '' : '<p class="description">' . esc_html( $help ) . '</p>';
		}
	}

	/**
	 * The key's field is always empty: what is stored is never written into a page, but for its last characters.
	 *
	 * @param string $id Of the field.
	 */
	private static function write_key( $id ) {
		$key = Options::key();
		if ( defined( 'TRIBUTARY_SECRET_KEY' ) ) {
			/* translators: %s: the last four characters of a key. */
			echo '<p>' . esc_html( sprintf( __( 'Set in wp-config.php; it ends in %s.', 'tributary' ), substr( $key, -4 ) ) ) . '</p>';
			return;
		}
		/* translators: %s: the last four characters of a key. */
		$placeholder = '' === $key ? 'trb_sk_...' : sprintf( __( 'Stored; ends in %s. Leave empty to keep it.', 'tributary' ), substr( $key, -4 ) );
		printf( '<input type="password" class="regular-text" id="%1$s" name="%2$s" value="" autocomplete="new-password" placeholder="%3$s">', esc_attr( $id ), esc_attr( Options::KEY ), esc_attr( $placeholder ) );
		if ( '' !== $key ) {
			echo ' <label><input type="checkbox" name="tributary_forget_key" value="1"> ' . esc_html__( 'Forget it', 'tributary' ) . '</label>';
		}
		echo '<p class="description">' . esc_html__( 'With the scopes read and write. It stays on this server.', 'tributary' ) . '</p>';
	}

	/**
	 * Open forms, by their address.
	 *
	 * @return array<string, string>
	 */
	private static function forms() {
		$known = get_option( 'tributary_forms', array() );
		$found = array( '' => __( '(none)', 'tributary' ) );
		foreach ( is_array( $known ) ? $known : array() as $url => $form ) {
			$found[ $url ] = $form['name'];
		}
		$chosen = (string) Options::get( 'signup_form' );
		return isset( $found[ $chosen ] ) ? $found : $found + array( $chosen => $chosen );
	}

	/**
	 * A choice.
	 *
	 * @param string                $id      Of the field.
	 * @param string                $field   Its name.
	 * @param array<string, string> $choices Values and words.
	 * @param string                $chosen  What is chosen.
	 */
	private static function write_select( $id, $field, array $choices, $chosen ) {
		printf( '<select id="%1$s" name="%2$s">', esc_attr( $id ), esc_attr( $field ) );
		foreach ( $choices as $value => $words ) {
			printf( '<option value="%1$s" %2$s>%3$s</option>', esc_attr( $value ), selected( $value, $chosen, false ), esc_html( $words ) );
		}
		echo '</select>';
	}
}
